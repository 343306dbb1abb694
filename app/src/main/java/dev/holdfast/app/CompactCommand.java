package dev.holdfast.app;

import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.FleetRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "compact",
    header = "Free the space of dropped archives.",
    description = {
      "Only when the repository is what the ledger says, no finding is open, and the quarantine of what",
      "was dropped is over. What is freed cannot be brought back."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast compact --dry-run       whose space would be freed, and what still waits",
      "  holdfast compact web1",
      "  holdfast compact                 all targets for which it is due"
    })
final class CompactCommand implements Callable<Integer> {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Mixin private TargetParameters targets = new TargetParameters();

  @Option(
      names = "--dry-run",
      description = "Print what would be freed, or why nothing is yet, and change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      if (dryRun) {
        var all = targets.all(assembly);
        return assembly.output().actionPlans(assembly.plans().compacts(all, targets.areNamed()));
      }
      return assembly.runs().execute(targets.due(assembly, Action.COMPACT), FleetRunner::compact);
    }
  }
}
