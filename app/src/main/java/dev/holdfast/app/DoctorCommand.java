package dev.holdfast.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "doctor",
    header = "Examine targets and their repository hosts; say what to mend and how.",
    description = {
      "Looks at SSH, pinned host keys, borg and its known holes, the single-use socket, clocks, disk",
      "space, rights on the sources, whether the passphrase opens the repository, and whether the",
      "ntfy server of exec knows its token. Changes nothing."
    },
    footer = {"", "Examples:", "  holdfast doctor", "  holdfast doctor web1 --json"})
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Parameters(paramLabel = "TARGET", arity = "0..*", description = "Targets; all if none is named.")
  private List<String> targets = List.of();

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      var chosen = assembly.targets(targets);
      var ntfy = new NtfyExamination(assembly.secrets());
      var seen = assembly.inspector().examine(chosen).stream();
      return assembly
          .output()
          .diagnoses(seen.map(diagnosis -> ntfy.complete(diagnosis, chosen)).toList());
    }
  }
}
