package dev.holdfast.guard;

/// Hears how far the guard is in proving what planned archives share with those that stay. Called
/// by a thread of the session, which waits for it.
@FunctionalInterface
public interface ProofProgress {
  /// @param archives that were read so far
  /// @param of all that are to be read
  void read(int archives, int of);
}
