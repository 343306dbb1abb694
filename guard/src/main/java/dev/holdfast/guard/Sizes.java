package dev.holdfast.guard;

/// What things take of the heap, in bytes.
final class Sizes {
  /// An id in a list.
  static final long LISTED_ID_BYTES = 56;

  /// An archive in the lists of a session: that at its start, that of now, a new one, and by their
  /// ids.
  static final long LISTED_ARCHIVE_BYTES = 900;

  /// Borg's chunkers make none of more than 8 MiB of a file, and incompressible ones grow a little.
  static final int USUAL_OBJECT_BYTES = 9 << 20;

  /// What looking into one of these takes: as it came, decrypted, decompressed, and LZMA's
  /// dictionary.
  static final long USUAL_SCRATCH_BYTES = 3L * USUAL_OBJECT_BYTES + (12 << 20);

  /// A request that waits for its turn, without the object that it carries.
  static final int REQUEST_BYTES = 1024;

  private Sizes() {}
}
