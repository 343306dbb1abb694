package dev.holdfast.guard;

import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ItemLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// What one backup may add.
///
/// @param archive the exact name; its checkpoints get Borg's endings
/// @param items what the archive may hold at most
/// @param chunksMax how many different chunks the session may store or name; each takes up to 37
///   bytes of memory
/// @param clock the controller's
/// @param skew by how much the target's clock may differ
public record BackupTerms(
    ArchiveName archive, ItemLimits items, int chunksMax, InstantSource clock, Duration skew) {
  /// Enough for a clock that nobody has looked after for a while.
  public static final Duration SKEW = Duration.ofMinutes(15);

  /// Files of some 7 TB, or three million small ones.
  public static final int CHUNKS_MAX = 3_000_000;

  private static final long STREAM_BYTES_PER_CHUNK = 8192;

  /// A file of 8 TB that is nothing but zeroes has so many.
  private static final int FILE_CHUNKS_MIN = 1_000_000;

  /// Of how many objects an archive consists at most that was let pass with so many chunks: those
  /// that its session stored, those of before that its items name, those of before that hold its
  /// items, and its metadata.
  public static int objectsMax(int chunksMax) {
    return Math.toIntExact(2L * chunksMax + ArchiveMetadata.ITEMS_MAX + 1);
  }

  /// How many bytes the stream of items of an archive has at most, for so many chunks. Honest ones
  /// have some hundred for each file and 44 for each chunk. Whoever drops an archive later reads
  /// this stream, and those of all that remain: so a bound on it is one on the time that a target
  /// can make retention take.
  public static long streamBytesMax(int chunksMax) {
    return STREAM_BYTES_PER_CHUNK * Math.max(chunksMax, CHUNKS_MAX / 100);
  }

  /// What an archive may hold, with so many chunks: whoever drops it later can still read it.
  public static ItemLimits items(long itemsMax, long plainBytesMax, int chunksMax) {
    return new ItemLimits(
        itemsMax, streamBytesMax(chunksMax), plainBytesMax, Math.max(chunksMax, FILE_CHUNKS_MIN));
  }

  /// The usual bounds.
  public static BackupTerms standard(ArchiveName archive, InstantSource clock) {
    ItemLimits all = ItemLimits.generous();
    ItemLimits items = items(all.itemsMax(), all.plainBytesMax(), CHUNKS_MAX);
    return new BackupTerms(archive, items, CHUNKS_MAX, clock, SKEW);
  }

  /// The latest time that may be claimed now.
  Instant latest() {
    return clock.instant().plus(skew);
  }
}
