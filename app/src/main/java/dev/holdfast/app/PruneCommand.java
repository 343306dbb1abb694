package dev.holdfast.app;

import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.FleetRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "prune",
    header = "Drop the archives that no rule keeps.",
    description = {
      "Plans by the ledger: archives count by the time at which the controller received them. Then the",
      "controller's own borg deletes exactly what was planned, and the guard sees to it. Space is not",
      "freed before `holdfast compact`."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast prune --dry-run         which rule keeps which archive, and what would go",
      "  holdfast prune web1              do it now",
      "  holdfast prune                   all targets for which it is due",
      "  holdfast prune --dry-run --json web1"
    })
final class PruneCommand implements Callable<Integer> {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Mixin private TargetParameters targets = new TargetParameters();

  @Option(names = "--dry-run", description = "Print the plan and change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      if (dryRun) {
        var plans = assembly.inspector().planPrunes(targets.all(assembly));
        return assembly.output().prunePlans(plans);
      }
      return assembly.runs().execute(targets.due(assembly, Action.PRUNE), FleetRunner::prune);
    }
  }
}
