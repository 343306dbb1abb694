package dev.holdfast.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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
      "  holdfast backup                    all targets of the fleet",
      "  holdfast backup web1 db1           these two",
      "  holdfast backup --dry-run web1     show what would run, connect to nothing",
      "  holdfast backup --config - <f.toml a borg-backup-remotely file as it is"
    })
final class BackupCommand implements Callable<Integer> {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Parameters(paramLabel = "TARGET", arity = "0..*", description = "Targets; all if none is named.")
  private List<String> targets = List.of();

  @Option(names = "--dry-run", description = "Print the plan of each run and change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      var chosen = assembly.targets(targets);
      if (dryRun) {
        return assembly.output().plans(assembly.inspector().planBackups(chosen));
      }
      return assembly.runs().execute(runner -> runner.backup(chosen));
    }
  }
}
