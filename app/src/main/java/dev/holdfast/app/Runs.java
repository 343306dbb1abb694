package dev.holdfast.app;

import dev.holdfast.app.terminal.Heartbeat;
import dev.holdfast.app.terminal.JsonLines;
import dev.holdfast.app.terminal.PlainLines;
import dev.holdfast.app.terminal.ScreenSize;
import dev.holdfast.app.terminal.Summary;
import dev.holdfast.app.terminal.TerminalProgress;
import dev.holdfast.app.terminal.Terminals;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.run.Due;
import dev.holdfast.fleet.run.FleetRunner;
import dev.holdfast.fleet.run.RunListener;
import dev.holdfast.fleet.run.RunPorts;
import dev.holdfast.fleet.run.RunRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// Executes runs before a person's or a program's eyes, and turns their outcomes into an exit code.
final class Runs {
  private static final Duration REDRAW_INTERVAL = Duration.ofMillis(250);

  private final Fleet fleet;
  private final RunPorts ports;
  private final GlobalOptions options;
  private final Surroundings surroundings;

  Runs(Fleet fleet, RunPorts ports, GlobalOptions options, Surroundings surroundings) {
    this.fleet = fleet;
    this.ports = ports;
    this.options = options;
    this.surroundings = surroundings;
  }

  /// Runs the action for the targets that are due, or says when one will be.
  int execute(Due due, BiFunction<FleetRunner, List<Target>, List<RunRecord>> action) {
    if (!due.targets().isEmpty()) {
      return execute(runner -> action.apply(runner, due.targets()));
    }
    surroundings.out().println(options.json ? JsonLines.nothing(due) : due.nothing());
    surroundings.out().flush();
    return ExitCodes.SUCCESS;
  }

  /// Runs the action; Ctrl-C ends it cleanly.
  int execute(Function<FleetRunner, List<RunRecord>> action) {
    var screen = Terminals.sizeOf(Terminals.STANDARD_ERROR);
    if (!options.logJson && !options.noProgress && screen.isPresent()) {
      return report(live(screen.get(), action));
    }
    return report(
        watched(
            options.logJson
                ? new JsonLines(surroundings.err(), ports.clock())
                : new PlainLines(surroundings.err(), ports.clock()),
            action));
  }

  private List<RunRecord> live(ScreenSize first, Function<FleetRunner, List<RunRecord>> action) {
    Supplier<ScreenSize> size = () -> Terminals.sizeOf(Terminals.STANDARD_ERROR).orElse(first);
    try (var progress = new TerminalProgress(surroundings.err(), ports.clock(), size);
        var heartbeat = new Heartbeat(progress::tick, REDRAW_INTERVAL)) {
      heartbeat.start();
      return watched(progress, action);
    }
  }

  private List<RunRecord> watched(
      RunListener listener, Function<FleetRunner, List<RunRecord>> action) {
    var runner = new FleetRunner(fleet, ports, listener);
    try (var _ = Interrupts.cutting(runner)) {
      return action.apply(runner);
    }
  }

  private int report(List<RunRecord> records) {
    var exitCode = ExitCodes.ofRecords(records);
    if (options.json) {
      surroundings.out().println(JsonLines.document(records, exitCode));
    } else {
      surroundings.out().print(new Summary(records).text());
    }
    surroundings.out().flush();
    return exitCode;
  }
}
