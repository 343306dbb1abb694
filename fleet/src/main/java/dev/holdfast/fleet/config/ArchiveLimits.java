package dev.holdfast.fleet.config;

import java.time.Duration;

/// What one backup may add to its repository.
///
/// @param clockTolerance by how much a target's clock may differ from the controller's
/// @param itemsMax files, directories and whatever else has a name, of one archive
/// @param bytesMax sum of the sizes of an archive's files, before deduplication
/// @param chunksMax how many different chunks one session may store or name; each takes up to 37
///   bytes of the controller's memory
public record ArchiveLimits(Duration clockTolerance, long itemsMax, long bytesMax, int chunksMax) {
  /// More items and bytes than Borg itself can cope with, and chunks for some 7 TB of files or
  /// three million small ones.
  public static ArchiveLimits defaults() {
    return new ArchiveLimits(Duration.ofMinutes(15), 1L << 30, 1L << 60, 3_000_000);
  }
}
