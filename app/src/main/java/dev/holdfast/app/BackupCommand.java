package dev.holdfast.app;

import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.FleetRunner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "backup",
    header = "Back targets up, each through the guard.",
    description = {
      "Runs `borg create` on each target and relays its stream to the repository host, judging",
      "every call. Success is said only after the new archive was read back from there."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast backup                    all targets for which it is due",
      "  holdfast backup web1 db1           these two",
      "  holdfast backup --dry-run web1     show what would run, connect to nothing",
      "  holdfast backup --config - <f.toml a borg-backup-remotely file as it is"
    })
final class BackupCommand implements Callable<Integer> {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Mixin private TargetParameters targets = new TargetParameters();

  @Option(names = "--dry-run", description = "Print the plan of each run and change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      var due = targets.due(assembly, Action.BACKUP);
      if (dryRun && !due.targets().isEmpty()) {
        return assembly.output().plans(assembly.inspector().planBackups(due.targets()));
      }
      return assembly.runs().execute(due, FleetRunner::backup);
    }
  }
}
