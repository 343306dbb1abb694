package dev.holdfast.app;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.run.FleetRunner;
import dev.holdfast.fleet.run.RunRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "recovery-kit",
    header = "Write what restores targets without Holdfast: a page per repository, to be printed.",
    description = {
      "TARGET.html and TARGET.pdf say where the repository is, hold its locked key to be typed and as a",
      "QR code, and tell how to restore with borg alone. The passphrase is not on it."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast recovery-kit web1 --to /media/stick",
      "  holdfast recovery-kit --all --to kits",
      "  holdfast recovery-kit --test web1 --from /media/stick    restore with this page",
      "  holdfast recovery-kit --test --all                       with pages made now, not written"
    })
final class RecoveryKitCommand implements Callable<Integer> {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Parameters(paramLabel = "TARGET", arity = "0..*", description = "Targets.")
  private List<String> names = List.of();

  @Option(names = "--all", description = "All targets of the fleet.")
  private boolean all;

  @Option(names = "--to", paramLabel = "DIR", description = "Where to write the pages.")
  private @Nullable Path destination;

  @Option(names = "--with-passphrase", description = "Print the passphrase on the pages, too.")
  private boolean withPassphrase;

  @Option(
      names = "--test",
      description =
          "Prove that a restore works with the page: borg takes its key, lists, extracts.")
  private boolean test;

  @Option(names = "--from", paramLabel = "DIR", description = "Where the pages to be tested are.")
  private @Nullable Path source;

  @Override
  public Integer call() {
    refuseContradictions();
    try (var assembly = parent.assemble()) {
      var targets = assembly.targets(names);
      var kits = new RecoveryKits(assembly, withPassphrase);
      if (!test) {
        return assembly.output().kits(kits.write(targets, required(destination)));
      }
      if (destination != null) {
        kits.write(targets, destination).forEach(RecoveryKits.Kit::requireMade);
      }
      var pages = source == null ? destination : source;
      return assembly.runs().execute(runner -> tested(runner, targets, new KitPages(kits, pages)));
    }
  }

  private static List<RunRecord> tested(FleetRunner runner, List<Target> targets, KitPages pages) {
    var records = new ArrayList<RunRecord>();
    for (var target : targets) {
      records.add(runner.testKit(target, () -> pages.paper(target)));
    }
    return records;
  }

  private void refuseContradictions() {
    if (names.isEmpty() != all) {
      throw usage(
          all ? "targets are named, and --all as well" : "no target is named",
          "name targets, or say --all");
    }
    if (source != null && (!test || destination != null)) {
      throw usage("--from is for --test alone", "holdfast recovery-kit --test TARGET --from DIR");
    }
  }

  private static Path required(@Nullable Path destination) {
    if (destination == null) {
      throw usage("nothing says where to write the pages", "name a directory with --to");
    }
    return destination;
  }

  private static FleetException usage(String sentence, String nextStep) {
    return new FleetException(ErrorCode.USAGE, sentence, nextStep);
  }
}
