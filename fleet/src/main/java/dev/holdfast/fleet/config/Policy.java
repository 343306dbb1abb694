package dev.holdfast.fleet.config;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// What to back up, how, and how long to keep it; may be shared by many targets.
///
/// @param sources paths on the target, at least one
/// @param excludes `--exclude` patterns
/// @param patterns `--pattern` lines, in order
/// @param compression as `borg create --compression` takes it
/// @param oneFileSystem stay on the file systems of the sources
/// @param filesCache as `borg create --files-cache` takes it
/// @param excludeCaches skip directories tagged by CACHEDIR.TAG
/// @param excludeIfPresent skip directories that contain one of these names
/// @param keepExcludeTags keep the tag files of skipped directories
/// @param uploadRateKib upper limit of the upload in KiB/s
/// @param checkpointInterval how often borg commits a checkpoint
/// @param lockWait how long borg waits for a lock of the repository
/// @param extraCreateOptions further words for `borg create`
/// @param archiveName how its archives are called
/// @param idleDeadline longest silence of a target that is allowed
/// @param runDeadline longest time a backup may take
/// @param upkeep what becomes of archives once they are made
public record Policy(
    List<String> sources,
    List<String> excludes,
    List<String> patterns,
    String compression,
    boolean oneFileSystem,
    String filesCache,
    boolean excludeCaches,
    List<String> excludeIfPresent,
    boolean keepExcludeTags,
    OptionalInt uploadRateKib,
    Duration checkpointInterval,
    Duration lockWait,
    List<String> extraCreateOptions,
    ArchiveTemplate archiveName,
    Duration idleDeadline,
    Duration runDeadline,
    Upkeep upkeep) {
  public Policy {
    sources = List.copyOf(sources);
    excludes = List.copyOf(excludes);
    patterns = List.copyOf(patterns);
    excludeIfPresent = List.copyOf(excludeIfPresent);
    extraCreateOptions = List.copyOf(extraCreateOptions);
  }
}
