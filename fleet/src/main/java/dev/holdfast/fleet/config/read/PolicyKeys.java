package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.ArchiveTemplate;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Section;
import dev.holdfast.fleet.config.shape.Shapes;
import java.time.Duration;
import java.util.List;

/// What to back up and how.
final class PolicyKeys {

  static final Key<List<String>> SOURCES =
      Key.ofList(
          "sources",
          Shapes.listOf(Shapes.text(Texts::source)),
          "Complete paths on the target to back up; at least one.");
  static final Key<List<String>> EXCLUDES =
      Key.ofList("excludes", SharedShapes.TEXTS, "Patterns of borg create --exclude.");
  static final Key<List<String>> PATTERNS =
      Key.ofList(
          "patterns",
          Shapes.listOf(Shapes.text(BorgWords::pattern)),
          "Lines of borg create --pattern, in order.");
  static final Key<String> COMPRESSION =
      Key.of(
          "compression",
          Shapes.text(BorgWords::compression),
          "As borg create --compression takes it; default lz4.");
  static final Key<Boolean> ONE_FILE_SYSTEM =
      Key.of(
          "one_file_system",
          Shapes.flag(),
          "Stay on the file systems of the sources; default false.");
  static final Key<String> FILES_CACHE =
      Key.of(
          "files_cache",
          Shapes.text(BorgWords::filesCache),
          "As borg create --files-cache takes it; default ctime,size,inode.");
  static final Key<Boolean> EXCLUDE_CACHES =
      Key.of(
          "exclude_caches",
          Shapes.flag(),
          "Skip directories tagged by CACHEDIR.TAG; default false.");
  static final Key<List<String>> EXCLUDE_IF_PRESENT =
      Key.ofList(
          "exclude_if_present",
          SharedShapes.TEXTS,
          "Skip directories that contain a file of such a name.");
  static final Key<Boolean> KEEP_EXCLUDE_TAGS =
      Key.of(
          "keep_exclude_tags",
          Shapes.flag(),
          "Keep the tag files of skipped directories; default false.");
  static final Key<Integer> UPLOAD_RATE =
      Key.of(
          "upload_rate",
          Shapes.measure(Measures::rate),
          "Upper limit of the upload per second, for example 5MiB; default none.");
  static final Key<Duration> CHECKPOINT =
      Key.of(
          "checkpoint", SharedShapes.DURATION, "How often borg commits a checkpoint; default 30m.");
  static final Key<Duration> LOCK_WAIT =
      Key.of(
          "lock_wait",
          SharedShapes.DURATION,
          "How long borg waits for the repository; default 10m.");
  static final Key<List<String>> EXTRA_CREATE_OPTIONS =
      Key.ofList(
          "extra_create_options",
          Shapes.listOf(Shapes.text(BorgWords::createOption)),
          "Further words for borg create.");
  static final Key<ArchiveTemplate> ARCHIVE_NAME =
      Key.of(
          "archive_name",
          Shapes.text(Texts::archiveName),
          "Template of archive names with {target} and {utcnow}; default {target}-{utcnow}.");
  static final Key<Duration> IDLE_DEADLINE =
      Key.of("idle_deadline", SharedShapes.DURATION, "Longest silence of a target; default 4h.");
  static final Key<Duration> RUN_DEADLINE =
      Key.of("run_deadline", SharedShapes.DURATION, "Longest time a backup may take; default 24h.");
  static final Section SECTION =
      Section.of(
          SOURCES,
          EXCLUDES,
          PATTERNS,
          COMPRESSION,
          ONE_FILE_SYSTEM,
          FILES_CACHE,
          EXCLUDE_CACHES,
          EXCLUDE_IF_PRESENT,
          KEEP_EXCLUDE_TAGS,
          UPLOAD_RATE,
          CHECKPOINT,
          LOCK_WAIT,
          EXTRA_CREATE_OPTIONS,
          ARCHIVE_NAME,
          IDLE_DEADLINE,
          RUN_DEADLINE,
          UpkeepKeys.RETENTION,
          UpkeepKeys.ACTIONS);

  private PolicyKeys() {}
}
