package dev.holdfast.app;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.CheckDepth;
import dev.holdfast.fleet.run.Due;
import java.util.List;
import picocli.CommandLine.Parameters;

/// The targets of a command that has a frequency in the configuration.
final class TargetParameters {
  @Parameters(
      paramLabel = "TARGET",
      arity = "0..*",
      description = "Targets; if none is named, all for which it is due.")
  private List<String> names = List.of();

  /// Whether a person named them.
  boolean areNamed() {
    return !names.isEmpty();
  }

  /// The targets that were named, or for which the action is due.
  Due due(Assembly assembly, Action action) {
    return assembly.due(action, names);
  }

  /// The targets that were named, or that are due for a check of this depth.
  Due dueChecks(Assembly assembly, CheckDepth depth) {
    return assembly.dueChecks(depth, names);
  }

  /// The targets that were named, or all.
  List<Target> all(Assembly assembly) {
    return assembly.targets(names);
  }
}
