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
/// @param chunksMax how many different chunks the session may store or name; each takes up to 96
///   bytes of memory, for a while twice
/// @param clock the controller's
/// @param skew by how much the target's clock may differ
public record BackupTerms(
    ArchiveName archive, ItemLimits items, int chunksMax, InstantSource clock, Duration skew) {
  /// Enough for a clock that nobody has looked after for a while.
  public static final Duration SKEW = Duration.ofMinutes(15);

  /// Files of some 7 TB, or three million small ones.
  public static final int CHUNKS_MAX = 3_000_000;

  /// Of how many objects an archive consists at most that was let pass with so many chunks: those
  /// that its session stored, those of before that its items name, those of before that hold its
  /// items, and its metadata.
  public static int objectsMax(int chunksMax) {
    return Math.toIntExact(2L * chunksMax + ArchiveMetadata.ITEMS_MAX + 1);
  }

  /// The usual bounds.
  public static BackupTerms standard(ArchiveName archive, InstantSource clock) {
    return new BackupTerms(archive, ItemLimits.generous(), CHUNKS_MAX, clock, SKEW);
  }

  /// The latest time that may be claimed now.
  Instant latest() {
    return clock.instant().plus(skew);
  }
}
