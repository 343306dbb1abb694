package dev.holdfast.app;

import dev.holdfast.fleet.run.CheckDepth;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

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
  private static final int PART_MINUTES_MAX = 7 * 24 * 60;

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
        converter = PartTime.class,
        description = "Only the files of the repository, for so many minutes; goes on next time.")
    private @Nullable Duration part;

    private CheckDepth value() {
      if (part != null) {
        return new CheckDepth.Partial(part);
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

  /// Borg takes 0 for no limit, so that is no length of a part.
  private static final class PartTime implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      var minutes = value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
      if (minutes < 1 || minutes > PART_MINUTES_MAX) {
        throw new TypeConversionException(
            "'%s' is not a number of minutes from 1 to %d".formatted(value, PART_MINUTES_MAX));
      }
      return Duration.ofMinutes(minutes);
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
          .execute(targets.dueChecks(assembly, how), (runner, due) -> runner.check(due, how));
    }
  }
}
