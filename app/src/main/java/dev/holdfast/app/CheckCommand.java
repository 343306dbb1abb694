package dev.holdfast.app;

import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.CheckDepth;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "check",
    header = "Check repositories and their archives.",
    description = {
      "The controller's own borg looks; nothing is repaired. Without an option the repository's files and",
      "all archives are checked, but not the data of files."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast check --dry-run                   which repositories are due",
      "  holdfast check web1",
      "  holdfast check --verify-data web1          decrypt all data and compare its hashes",
      "  holdfast check --max-duration 10           a part each time, going on where it stopped",
      "  holdfast check --archives-only"
    })
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Mixin private TargetParameters targets = new TargetParameters();

  @ArgGroup(exclusive = true)
  private @Nullable Depth depth;

  private static final class Depth {
    @Option(names = "--repository-only", description = "Only the files of the repository.")
    private boolean repositoryOnly;

    @Option(names = "--archives-only", description = "Only the archives.")
    private boolean archivesOnly;

    @Option(names = "--verify-data", description = "Everything, and the data of all files.")
    private boolean data;

    @Option(
        names = "--max-duration",
        paramLabel = "MINUTES",
        description = "Only the files of the repository, for so many minutes; goes on next time.")
    private @Nullable Integer minutes;

    private CheckDepth value() {
      if (minutes != null) {
        return new CheckDepth.Partial(Duration.ofMinutes(minutes));
      }
      if (repositoryOnly) {
        return new CheckDepth.RepositoryOnly();
      }
      return archivesOnly ? new CheckDepth.ArchivesOnly() : data();
    }

    private CheckDepth data() {
      return data ? new CheckDepth.Contents() : new CheckDepth.Everything();
    }
  }

  @Option(
      names = "--dry-run",
      description = "Print which repositories would be checked and change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      var how = depth == null ? new CheckDepth.Everything() : depth.value();
      if (dryRun) {
        var all = targets.all(assembly);
        return assembly.output().actionPlans(assembly.plans().checks(all, targets.areNamed(), how));
      }
      return assembly
          .runs()
          .execute(targets.due(assembly, Action.CHECK), (runner, due) -> runner.check(due, how));
    }
  }
}
