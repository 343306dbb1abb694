package dev.holdfast.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "list",
    header = "List the archives of targets.",
    description = {
      "Reads the list from the repository host itself; no borg is needed on the controller. Where the",
      "list is not what the ledger says, a finding is kept and the exit code is 7."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast list",
      "  holdfast list web1 --json | jq -r '.targets[].archives[].name'"
    })
final class ListCommand implements Callable<Integer> {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Parameters(paramLabel = "TARGET", arity = "0..*", description = "Targets; all if none is named.")
  private List<String> targets = List.of();

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      var chosen = assembly.targets(targets);
      return assembly.output().listings(assembly.inspector().list(chosen));
    }
  }
}
