package dev.holdfast.app;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "rewind",
    header = "Bring a repository back to what the ledger says.",
    description = {
      "For a repository that somebody changed behind Holdfast's back: archives that were deleted, a",
      "list of archives that was replaced. As long as nobody has compacted it since, the older state",
      "is still there. The newest segment files are set aside in a directory of the repository until",
      "its list of archives is the very one that the ledger saw last; if that cannot be reached,",
      "everything is put back. Nothing is deleted.",
      "",
      "Needs a login on the repository host that may run sh. Where there is none, --list-only writes",
      "the list of archives anew, if every object of the archives that are missing in it is still",
      "there. Shows its plan, and asks."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast rewind web1 --dry-run",
      "  holdfast rewind web1",
      "  holdfast rewind web1 --yes",
      "  holdfast rewind web1 --list-only"
    })
final class RewindCommand implements Callable<Integer> {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Parameters(paramLabel = "TARGET", description = "Whose repository it is.")
  private String target = "";

  @Option(names = "--dry-run", description = "Show the plan and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--list-only",
      description = "Write the list of archives anew; needs no login on the repository host.")
  private boolean listOnly;

  @Option(names = "--yes", description = "Do it without being asked.")
  private boolean yes;

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      var chosen = assembly.targets(List.of(target)).getFirst();
      var surroundings = assembly.surroundings();
      var output = new LedgerOutput(surroundings.out(), parent.options().json);
      var plan = assembly.ledger().planRewind(chosen, listOnly);
      output.rewind(plan);
      if (plan.wrong().isEmpty() || dryRun) {
        return ExitCodes.SUCCESS;
      }
      if (!yes && !surroundings.confirms("Do this? Type yes: ")) {
        throw new FleetException(
            ErrorCode.NOT_CONFIRMED,
            "the repository of " + target + " is as before: nobody agreed to the plan",
            "holdfast rewind " + target + " --yes");
      }
      var aside = assembly.ledger().rewind(plan, surroundings.user());
      if (!parent.options().json) {
        output.rewound(target, aside);
      }
      return ExitCodes.SUCCESS;
    }
  }
}
