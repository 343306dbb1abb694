package dev.holdfast.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "init",
    header = "Create the repositories of targets.",
    description = {
      "Generates a passphrase into the secret store where none exists, creates the repository from",
      "the controller, and keeps a copy of its key in the secret store. A repository that exists",
      "already is left as it is, and its key is kept if it is not yet."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast init            all targets whose repository is missing",
      "  holdfast init web1       this one",
      "  holdfast init --new web1 one that is lost for good, anew"
    })
final class InitCommand implements Callable<Integer> {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Parameters(paramLabel = "TARGET", arity = "0..*", description = "Targets; all if none is named.")
  private List<String> targets = List.of();

  @Option(
      names = "--new",
      description = "Create a repository even where there was one before; its key is kept aside.")
  private boolean anew;

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      var chosen = assembly.targets(targets);
      return assembly.runs().execute(runner -> runner.init(chosen, anew));
    }
  }
}
