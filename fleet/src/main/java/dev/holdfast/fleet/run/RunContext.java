package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.ledger.TargetLedger;

/// What one run works with.
///
/// @param target whose run it is
/// @param limits upper bounds
/// @param ports what comes from outside
/// @param scope what the run has open
/// @param log where it tells what happens
/// @param ledger the chain of the target
record RunContext(
    Target target, Limits limits, RunPorts ports, RunScope scope, RunLog log, TargetLedger ledger) {
  /// For one run; its ledger is read when it is first needed.
  static RunContext of(Target target, Limits limits, RunPorts ports, RunScope scope, RunLog log) {
    return new RunContext(target, limits, ports, scope, log, ports.ledgerOf(target));
  }

  /// For something that tells nobody of its steps: only what comes of it counts.
  static RunContext unheard(Target target, Limits limits, RunPorts ports, RunScope scope) {
    return steps(target, limits, ports, scope, _ -> {});
  }

  /// For something that tells of its steps only, because somebody waits for what comes of it.
  static RunContext steps(
      Target target, Limits limits, RunPorts ports, RunScope scope, RunListener listener) {
    RunListener heard =
        event -> {
          if (event instanceof RunEvent.Step) {
            listener.on(event);
          }
        };
    return of(target, limits, ports, scope, new RunLog(target.name(), heard, ports.clock()));
  }
}
