package dev.holdfast.app;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "ledger",
    header = "Teach the ledger a repository that it does not know, or knows otherwise.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  holdfast ledger rebuild web1         show what the repository holds, then ask",
      "  holdfast ledger rebuild web1 --yes   for scripts: accept it unseen"
    })
final class LedgerCommand {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Command(
      name = "rebuild",
      header = "Show what a repository holds now, and accept it as it is.",
      description = {
        "For a repository that another tool made, for a ledger that was lost, and for differences",
        "that you can explain. Nothing is deleted: archives that are not there any more are",
        "forgotten, others are learnt with the times that borg wrote. Look at every line: from"
            + " then",
        "on this is what the repository must be."
      },
      footer = {
        "",
        "Examples:",
        "  holdfast ledger rebuild web1",
        "  holdfast ledger rebuild web1 --yes   for scripts: accept it unseen"
      })
  int rebuild(
      @Parameters(paramLabel = "TARGET", description = "Whose repository it is.") String target,
      @Option(names = "--yes", description = "Accept without being asked.") boolean yes,
      @Option(
              names = "--new-chain",
              description = {
                "If the ledger of the target is broken (LDG-002): begin another chain in its",
                "place. The broken one is kept, and what is before the break still counts."
              })
          boolean newChain) {
    try (var assembly = parent.assemble()) {
      var chosen = assembly.targets(List.of(target)).getFirst();
      var user = assembly.surroundings().user();
      var plan = assembly.ledger().planRebuild(chosen, user, newChain);
      var out = assembly.surroundings().out();
      new LedgerOutput(out, parent.options().json).rebuild(plan);
      if (!yes && !assembly.surroundings().confirms("Accept this? Type yes: ")) {
        throw new FleetException(
            ErrorCode.NOT_CONFIRMED,
            "the ledger of " + target + " is as before: nobody accepted the change",
            "holdfast ledger rebuild %s%s --yes".formatted(target, newChain ? " --new-chain" : ""));
      }
      assembly.ledger().rebuild(plan);
      if (!parent.options().json) {
        out.println(target + ": accepted");
      }
      return ExitCodes.SUCCESS;
    }
  }
}
