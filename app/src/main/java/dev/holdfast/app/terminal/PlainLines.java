package dev.holdfast.app.terminal;

import dev.holdfast.fleet.run.RunEvent;
import dev.holdfast.fleet.run.RunListener;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// For pipes, logs and cron mails: one line per change of state, and progress of a target at most
/// every 30 seconds. One lock guards everything; writing happens while it is held.
public final class PlainLines implements RunListener {
  private static final Duration PROGRESS_INTERVAL_MIN = Duration.ofSeconds(30);

  private final PrintStream out;
  private final InstantSource clock;
  private final Map<String, TargetProgress> active = new HashMap<>();
  private final Map<String, Instant> shown = new HashMap<>();

  /// Writes to the stream; flushing is the stream's own affair.
  public PlainLines(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public synchronized void on(RunEvent event) {
    switch (event) {
      case RunEvent.Started started -> {
        active.put(started.target(), new TargetProgress(started));
        shown.put(started.target(), started.at());
        line(event, Sentences.word(started.action()) + " begins");
      }
      case RunEvent.Step step -> line(event, Visible.text(step.sentence()));
      case RunEvent.Progress progress -> progress(progress);
      case RunEvent.Warned warned -> line(event, "warning: " + Visible.text(warned.message()));
      case RunEvent.FindingRaised raised -> out.println(Sentences.finding(raised.finding()));
      case RunEvent.Finished finished -> {
        active.remove(finished.target());
        shown.remove(finished.target());
        line(event, Sentences.ending(finished.record()));
      }
    }
  }

  private void progress(RunEvent.Progress progress) {
    var state = active.get(progress.target());
    if (state == null) {
      return;
    }
    var now = clock.instant();
    state.advance(progress, now);
    var last = Objects.requireNonNull(shown.get(progress.target()));
    if (!now.isBefore(last.plus(PROGRESS_INTERVAL_MIN))) {
      shown.put(progress.target(), now);
      line(progress, state.line(now));
    }
  }

  private void line(RunEvent event, String text) {
    out.println(Visible.text(event.target()) + ": " + text);
  }
}
