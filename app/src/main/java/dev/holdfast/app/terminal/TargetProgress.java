package dev.holdfast.app.terminal;

import dev.holdfast.fleet.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How far one run has come. Not safe for several threads: its owner holds the lock.
final class TargetProgress {
  private static final Duration RATE_WINDOW = Duration.ofSeconds(10);
  private static final int SAMPLES_MAX = 101;

  private record Sample(Instant at, long bytes) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private final Instant started;
  private final OptionalLong expectedBytes;
  private String step;
  private long files;
  private long originalBytes;
  private long addedBytes;

  TargetProgress(RunEvent.Started started) {
    this.started = started.at();
    this.expectedBytes = started.expectedBytes();
    this.step = Sentences.word(started.action()) + " begins";
  }

  void step(String sentence) {
    step = sentence;
  }

  void advance(RunEvent.Progress progress, Instant at) {
    files = progress.files();
    originalBytes = progress.originalBytes();
    addedBytes = progress.addedBytes();
    samples.addLast(new Sample(at, originalBytes));
    while (samples.size() > SAMPLES_MAX
        || (samples.size() > 2 && samples.getFirst().at().isBefore(at.minus(RATE_WINDOW)))) {
      samples.removeFirst();
    }
  }

  /// One line without the name: counts once there are some, until then the step.
  String line(Instant now) {
    if (originalBytes == 0 && files == 0) {
      return Visible.text(step) + " · " + Quantities.duration(Duration.between(started, now));
    }
    var line =
        new StringBuilder()
            .append(Quantities.count(files))
            .append(files == 1 ? " file  " : " files  ")
            .append(Quantities.bytes(originalBytes));
    percent().ifPresent(percent -> line.append(" ≈ ").append(percent).append(" %"));
    rate().ifPresent(rate -> line.append("  ").append(Quantities.rate(rate)));
    return line.append("  new ").append(Quantities.bytes(addedBytes)).toString();
  }

  /// Of the previous archive's size; empty where that is unknown or already passed, because every
  /// number would be invented.
  OptionalInt percent() {
    if (expectedBytes.isEmpty() || originalBytes >= expectedBytes.getAsLong()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) (100.0 * originalBytes / expectedBytes.getAsLong()));
  }

  /// Of the last seconds; empty until two reports lie apart.
  private OptionalDouble rate() {
    var first = samples.getFirst();
    var last = samples.getLast();
    var seconds = Duration.between(first.at(), last.at()).toMillis() / 1000.0;
    return seconds <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(0, last.bytes() - first.bytes()) / seconds);
  }
}
