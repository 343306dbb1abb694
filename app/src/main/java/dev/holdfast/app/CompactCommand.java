package dev.holdfast.app;

import dev.holdfast.fleet.run.Action;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
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
      "  holdfast compact web1",
      "  holdfast compact                 all targets for which it is due"
    })
final class CompactCommand implements Callable<Integer> {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Parameters(
      paramLabel = "TARGET",
      arity = "0..*",
      description = "Targets; if none is named, all for which it is due.")
  private List<String> targets = List.of();

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      var chosen = assembly.due(Action.COMPACT, targets);
      return assembly.runs().execute(runner -> runner.compact(chosen));
    }
  }
}
