package dev.holdfast.app.terminal;

import dev.holdfast.fleet.run.RunEvent;
import dev.holdfast.fleet.run.RunListener;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// For a person at a terminal: one live line per running target at the bottom, and above it what
/// stays: findings, warnings and how runs ended.
///
/// One lock guards everything, and drawing happens while it is held, so that lines of two threads
/// never mix. Redraws are at least 100 ms apart; what happens in between waits for the next event,
/// [#tick] or [#close].
public final class TerminalProgress implements RunListener, AutoCloseable {
  private static final Duration REDRAW_INTERVAL_MIN = Duration.ofMillis(100);
  private static final String CLEAR_LINE = "\u001b[2K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream out;
  private final InstantSource clock;
  private final Supplier<ScreenSize> size;
  private final Map<String, TargetProgress> active = new LinkedHashMap<>();
  private final List<String> lasting = new ArrayList<>();
  private Instant drawn = Instant.MIN;
  private int liveLines;
  private boolean closed;

  /// Draws on the stream, which must lead to a terminal of the given size; the size is asked for at
  /// each redraw, because people resize windows.
  public TerminalProgress(PrintStream out, InstantSource clock, Supplier<ScreenSize> size) {
    this.out = out;
    this.clock = clock;
    this.size = size;
  }

  @Override
  public synchronized void on(RunEvent event) {
    var name = Visible.text(event.target());
    switch (event) {
      case RunEvent.Started started -> active.put(name, new TargetProgress(started));
      case RunEvent.Step step -> {
        var state = active.get(name);
        if (state != null) {
          state.step(step.sentence());
        }
      }
      case RunEvent.Progress progress -> {
        var state = active.get(name);
        if (state != null) {
          state.advance(progress, clock.instant());
        }
      }
      case RunEvent.Warned warned ->
          lasting.add(name + ": warning: " + Visible.text(warned.message()));
      case RunEvent.FindingRaised raised -> lasting.add(Sentences.finding(raised.finding()));
      case RunEvent.Finished finished -> {
        active.remove(name);
        lasting.add(name + ": " + Sentences.ending(finished.record()));
      }
    }
    tick();
  }

  /// Redraws if the last redraw is old enough.
  public synchronized void tick() {
    var now = clock.instant();
    if (!closed && (drawn.equals(Instant.MIN) || !now.isBefore(drawn.plus(REDRAW_INTERVAL_MIN)))) {
      draw(now);
    }
  }

  /// Takes the live lines away and leaves the lasting ones; later events are not drawn.
  @Override
  public synchronized void close() {
    if (!closed) {
      active.clear();
      draw(clock.instant());
      closed = true;
    }
  }

  private void draw(Instant now) {
    var screen = size.get();
    var text = new StringBuilder();
    if (liveLines > 0) {
      text.append("\u001b[").append(liveLines).append("A\r");
    }
    for (var line : lasting) {
      line.lines().forEach(part -> text.append(CLEAR_LINE).append(part).append('\n'));
    }
    lasting.clear();
    var live = live(now, screen);
    for (var line : live) {
      text.append(CLEAR_LINE).append(line).append('\n');
    }
    if (live.size() < liveLines) {
      text.append(CLEAR_BELOW);
    }
    if (!text.isEmpty()) {
      out.print(text);
      out.flush();
    }
    liveLines = live.size();
    drawn = now;
  }

  /// At most one line less than the screen has, each a column narrower than it, so that nothing
  /// scrolls or wraps and the next redraw finds its place again.
  private List<String> live(Instant now, ScreenSize screen) {
    var nameColumns = active.keySet().stream().mapToInt(Columns::of).max().orElse(0);
    var rowsMax = Math.max(1, screen.rows() - 1);
    var lines = new ArrayList<String>();
    for (var one : active.entrySet()) {
      if (lines.size() == rowsMax - 1 && active.size() > rowsMax) {
        lines.add("… and " + (active.size() - lines.size()) + " more");
        break;
      }
      var line = Columns.left(one.getKey(), nameColumns) + "  " + one.getValue().line(now);
      lines.add(Columns.cut(line, screen.columns() - 1));
    }
    return lines;
  }
}
