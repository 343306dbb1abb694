package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Section;
import dev.holdfast.fleet.config.shape.Shapes;
import java.time.Duration;

/// Upper bounds.
final class LimitKeys {

  static final Key<Integer> RUNS =
      Key.of("runs", SharedShapes.RUNS_COUNT, "Runs at the same time, over all hosts; default 20.");
  static final Key<Integer> RUNS_PER_JUMP_HOST =
      Key.of(
          "runs_per_jump_host",
          SharedShapes.RUNS_COUNT,
          "Runs at the same time through one bastion; default 8.");
  static final Key<Duration> CONNECT =
      Key.of(
          "connect",
          SharedShapes.DURATION,
          "Connecting, key exchange and login together; default 30s.");
  static final Key<Duration> KEEP_ALIVE =
      Key.of(
          "keep_alive",
          SharedShapes.DURATION,
          "Between signs of life on a connection; default 15s.");
  static final Key<Integer> KEEP_ALIVES_LOST =
      Key.of(
          "keep_alives_lost",
          Shapes.whole(1, 100),
          "Unanswered signs of life after which a connection is given up; default 3.");
  static final Key<Duration> SOCKET =
      Key.of(
          "socket",
          SharedShapes.DURATION,
          "Until a single-use socket is ready on a target; default 20s.");
  static final Key<Duration> FIRST_FRAME =
      Key.of(
          "first_frame",
          SharedShapes.DURATION,
          "Until a process that connected speaks Borg's first frame; default 10s.");
  static final Key<Duration> START =
      Key.of("start", SharedShapes.DURATION, "Until borg connects to its socket; default 1m30s.");
  static final Key<Duration> END =
      Key.of(
          "end",
          SharedShapes.DURATION,
          "Until everything is gone after the last byte; default 30s.");
  static final Key<Long> WINDOW_BUDGET =
      Key.of(
          "window_budget",
          Shapes.measure(Measures::size),
          "Memory for receive windows, shared by all sessions; default 128MiB.");
  static final Key<Duration> CLOCK_TOLERANCE =
      Key.of(
          "clock_tolerance",
          SharedShapes.DURATION,
          "By how much a target's clock may differ from the controller's; default 15m.");
  static final Key<Integer> ARCHIVE_ITEMS =
      Key.of(
          "archive_items",
          Shapes.whole(1, 1 << 30),
          "Files, directories and other items of one archive; default 1073741824.");
  static final Key<Long> ARCHIVE_SIZE =
      Key.of(
          "archive_size",
          Shapes.measure(Measures::size),
          "Sizes of an archive's files together, before deduplication; default 1048576TiB.");
  static final Key<Integer> SESSION_CHUNKS =
      Key.of(
          "session_chunks",
          Shapes.whole(1, 100_000_000),
          "Different chunks that one backup may store or name, up to 37 bytes of the controller's"
              + " memory each; default 3000000.");
  static final Section SECTION =
      Section.of(
          RUNS,
          RUNS_PER_JUMP_HOST,
          CONNECT,
          KEEP_ALIVE,
          KEEP_ALIVES_LOST,
          SOCKET,
          FIRST_FRAME,
          START,
          END,
          WINDOW_BUDGET,
          CLOCK_TOLERANCE,
          ARCHIVE_ITEMS,
          ARCHIVE_SIZE,
          SESSION_CHUNKS);

  private LimitKeys() {}
}
