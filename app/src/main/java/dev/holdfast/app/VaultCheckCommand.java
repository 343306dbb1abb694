package dev.holdfast.app;

import dev.holdfast.app.terminal.Visible;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.secrets.vault.VaultCheck;
import dev.holdfast.secrets.vault.VaultNeed;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "check",
    header = "Ask the server what the controller's login may do: all that is needed, and no more?",
    description = {
      "With --role-per-target it asks that of each target's own role, as you (BAO_TOKEN, VAULT_TOKEN or",
      "~/.vault-token), who must be permitted to make tokens."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast vault check",
      "  holdfast vault check web1 --role-per-target"
    })
final class VaultCheckCommand implements Callable<Integer> {
  @ParentCommand private VaultCommand parent = new VaultCommand();

  @Parameters(paramLabel = "TARGET", arity = "0..*", description = "Targets; all if none.")
  private List<String> targets = List.of();

  @Mixin private VaultRoleOptions options = new VaultRoleOptions();

  @Option(names = "--writable", description = "As with `vault setup`.")
  private boolean writable;

  @Option(names = "--role-per-target", description = "As with `vault setup`.")
  private boolean perTarget;

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      var out = assembly.surroundings().out();
      var lines = perTarget ? ofTargets(assembly, out) : ofController(assembly);
      var wrong = lines.filter(line -> !isRight(out, line)).count();
      out.println(
          wrong == 0 ? "it may do what is needed, and nothing else" : wrong + " paths differ");
      return wrong == 0 ? ExitCodes.SUCCESS : ExitCodes.UNHEALTHY;
    }
  }

  private Stream<VaultCheck.Line> ofController(Assembly assembly) {
    var needed =
        VaultNeeds.of(assembly, assembly.targets(targets), writable).values().stream()
            .flatMap(Collection::stream)
            .toList();
    return assembly.vault().check().run(needed).stream();
  }

  private Stream<VaultCheck.Line> ofTargets(Assembly assembly, PrintStream out) {
    var everything =
        VaultNeeds.of(assembly, assembly.targets(List.of()), true).values().stream()
            .flatMap(Collection::stream)
            .toList();
    return assembly.targets(targets).stream()
        .filter(target -> !VaultNeeds.ofExec(target).isEmpty())
        .flatMap(target -> ofTarget(assembly, target, everything, out));
  }

  private Stream<VaultCheck.Line> ofTarget(
      Assembly assembly, Target target, Collection<VaultNeed> everything, PrintStream out) {
    var role = options.wanted().ownOf(target.name());
    out.println("role " + Visible.text(role.role()) + ":");
    return assembly
        .vaultAsOperator()
        .check()
        .ofRole(role, VaultNeeds.ofExec(target), everything)
        .stream();
  }

  private static boolean isRight(PrintStream out, VaultCheck.Line line) {
    var path = Visible.text(line.path());
    if (!line.missing().isEmpty()) {
      out.println("BAD     " + path + ": lacks " + String.join(", ", line.missing()));
    } else if (!line.excess().isEmpty()) {
      out.println("BAD     " + path + ": more than is needed: " + String.join(", ", line.excess()));
    } else {
      out.println(
          "ok      "
              + path
              + ": "
              + (line.needed().isEmpty()
                  ? "nothing, as it should be"
                  : String.join(", ", line.needed())));
    }
    return line.missing().isEmpty() && line.excess().isEmpty();
  }
}
