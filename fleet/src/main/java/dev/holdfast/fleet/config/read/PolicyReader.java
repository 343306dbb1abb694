package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.ArchiveTemplate;
import dev.holdfast.fleet.config.Policy;
import dev.holdfast.fleet.config.shape.Fields;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// Makes the policy of one target from everything that says something about it.
final class PolicyReader {
  private PolicyReader() {}

  static Optional<Policy> read(Layers layers, Fields target) {
    var sources = layers.list(PolicyKeys.SOURCES);
    if (sources.isEmpty()) {
      if (!layers.isWritten(PolicyKeys.SOURCES)) {
        target
            .reading()
            .fault(
                target.at(),
                "has no sources",
                Optional.of("write sources: [/etc, /home] here, or in its policy or group"));
      } else if (target.reading().faults().isEmpty()) {
        target.reading().fault(target.at(), "has an empty list of sources");
      }
      return Optional.empty();
    }
    return Optional.of(
        new Policy(
            sources,
            layers.list(PolicyKeys.EXCLUDES),
            layers.list(PolicyKeys.PATTERNS),
            layers.value(PolicyKeys.COMPRESSION, "lz4"),
            layers.value(PolicyKeys.ONE_FILE_SYSTEM, false),
            layers.value(PolicyKeys.FILES_CACHE, "ctime,size,inode"),
            layers.value(PolicyKeys.EXCLUDE_CACHES, false),
            layers.list(PolicyKeys.EXCLUDE_IF_PRESENT),
            layers.value(PolicyKeys.KEEP_EXCLUDE_TAGS, false),
            layers.value(PolicyKeys.UPLOAD_RATE).map(OptionalInt::of).orElse(OptionalInt.empty()),
            layers.value(PolicyKeys.CHECKPOINT, Duration.ofMinutes(30)),
            layers.value(PolicyKeys.LOCK_WAIT, Duration.ofMinutes(10)),
            layers.list(PolicyKeys.EXTRA_CREATE_OPTIONS),
            layers.value(PolicyKeys.ARCHIVE_NAME, ArchiveTemplate.standard()),
            layers.value(PolicyKeys.IDLE_DEADLINE, Duration.ofHours(4)),
            layers.value(PolicyKeys.RUN_DEADLINE, Duration.ofHours(24)),
            UpkeepReader.read(layers, target)));
  }
}
