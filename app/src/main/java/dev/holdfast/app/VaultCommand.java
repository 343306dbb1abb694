package dev.holdfast.app;

import dev.holdfast.app.terminal.Visible;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.secrets.vault.VaultCheck;
import dev.holdfast.secrets.vault.VaultNeed;
import dev.holdfast.secrets.vault.VaultPath;
import dev.holdfast.secrets.vault.VaultSetup;
import dev.holdfast.secrets.vault.VaultStep;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "vault",
    header = "Prepare Vault or OpenBao for this fleet, and check what the login may do.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  bao login && holdfast vault setup          shows policies, role and calls; changes nothing",
      "  holdfast vault setup --yes --cidr 10.1.2.3/32",
      "  holdfast vault check                       as the controller itself"
    })
final class VaultCommand {
  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  /// What the role shall be.
  static final class RoleOptions {
    @Option(
        names = "--mount",
        paramLabel = "PATH",
        defaultValue = "approle",
        description = "Where AppRole is mounted; ${DEFAULT-VALUE} by default.")
    private String mount = "approle";

    @Option(
        names = "--role",
        paramLabel = "NAME",
        defaultValue = "holdfast",
        description = "Name of the controller's role; policies are called NAME-TARGET.")
    private String role = "holdfast";

    @Option(
        names = "--token-minutes",
        paramLabel = "N",
        defaultValue = "20",
        description = "How long a login lasts without renewal; ${DEFAULT-VALUE} by default.")
    private int tokenMinutes = 20;

    @Option(
        names = "--token-hours-max",
        paramLabel = "N",
        defaultValue = "24",
        description = "How long with it; ${DEFAULT-VALUE} by default.")
    private int tokenHoursMax = 24;

    @Option(
        names = "--secret-id-days",
        paramLabel = "N",
        defaultValue = "90",
        description = "How long a secret id is good; ${DEFAULT-VALUE} by default.")
    private int secretIdDays = 90;

    @Option(
        names = "--cidr",
        paramLabel = "CIDR",
        description = "Accept the role from there only; may be repeated.")
    private List<String> cidrs = List.of();

    VaultSetup.Wanted wanted() {
      return new VaultSetup.Wanted(
          checked("--mount", mount, VaultPath::mount),
          checked("--role", role, VaultPath::name),
          Duration.ofMinutes(tokenMinutes),
          Duration.ofHours(tokenHoursMax),
          Duration.ofDays(secretIdDays),
          cidrs);
    }

    private static String checked(String option, String text, UnaryOperator<String> parser) {
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException e) {
        throw new FleetException(
            ErrorCode.USAGE, option + " " + e.getMessage(), "name it as the server does");
      }
    }
  }

  @Command(
      name = "setup",
      header = "Make a policy for each target, and the role by which this controller logs in.",
      description = {
        "Logs in with your own token (BAO_TOKEN, VAULT_TOKEN or ~/.vault-token), compares what is there",
        "with what the configuration needs, and shows the difference as HCL and calls. With --yes it",
        "is done. A new role gets a secret id, which is delivered wrapped: it opens once."
      })
  int setup(
      @Parameters(
              paramLabel = "TARGET",
              arity = "0..*",
              description = "Whose policies; all if none.")
          List<String> targets,
      @Mixin RoleOptions role,
      @Option(
              names = "--writable",
              description = {
                "Let the controller replace passphrases and keys of repositories too, as `init` and",
                "`key rotate` do."
              })
          boolean writable,
      @Option(names = "--new-secret-id", description = "Deliver another secret id.") boolean anew,
      @Option(names = "--yes", description = "Do it.") boolean yes) {
    try (var assembly = parent.assemble()) {
      var out = assembly.surroundings().out();
      var chosen = assembly.targets(targets == null ? List.of() : targets);
      var setup = assembly.vaultAsOperator().setup();
      var wanted = role.wanted();
      var steps =
          setup.plan(
              wanted,
              needs(assembly, assembly.targets(List.of()), writable),
              needs(assembly, chosen, writable).keySet());
      steps.forEach(step -> show(out, step));
      if (!yes) {
        out.println("nothing was changed; to do it, run it again with --yes");
        return ExitCodes.SUCCESS;
      }
      var isNew = !steps.getLast().isDone();
      setup.apply(steps);
      if (isNew || anew) {
        deliver(out, wanted, setup.deliver(wanted));
      }
      return ExitCodes.SUCCESS;
    }
  }

  private static void show(PrintStream out, VaultStep step) {
    out.println((step.isDone() ? "as it should be: " : "to do: ") + Visible.text(step.title()));
    if (!step.isDone()) {
      step.text().lines().forEach(line -> out.println("  " + Visible.text(line)));
    }
  }

  private static void deliver(
      PrintStream out, VaultSetup.Wanted wanted, VaultSetup.Delivery delivery) {
    out.printf(
        """

        secrets.vault.login of the controller:
          approle:
            mount: %s
            role: %s
            role_id: file:vault-role-id          # put there: %s
            wrapped_secret_id: file:vault-wrapped  # put there: %s
            secret_id: age:vault/secret-id       # Holdfast keeps it there when it has opened it
        The wrapped secret id opens once, within %d minutes. If it was opened before, Holdfast says so.
        """,
        Visible.text(wanted.mount()),
        Visible.text(wanted.role()),
        Visible.text(delivery.roleId()),
        Visible.text(delivery.wrappedSecretId()),
        delivery.life().toMinutes());
  }

  @Command(
      name = "check",
      header =
          "Ask the server what the controller's login may do: all that is needed, and no more?")
  int check(
      @Parameters(paramLabel = "TARGET", arity = "0..*", description = "Targets; all if none.")
          List<String> targets,
      @Option(names = "--writable", description = "As with `vault setup`.") boolean writable) {
    try (var assembly = parent.assemble()) {
      var out = assembly.surroundings().out();
      var chosen = assembly.targets(targets == null ? List.of() : targets);
      var needed =
          needs(assembly, chosen, writable).values().stream().flatMap(Collection::stream).toList();
      var wrong =
          assembly.vault().check().run(needed).stream().filter(line -> !isRight(out, line)).count();
      out.println(
          wrong == 0 ? "it may do what is needed, and nothing else" : wrong + " paths differ");
      return wrong == 0 ? ExitCodes.SUCCESS : ExitCodes.UNHEALTHY;
    }
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

  /// Commands without a target belong to all of them together.
  private static SequencedMap<String, List<VaultNeed>> needs(
      Assembly assembly, Collection<Target> targets, boolean writable) {
    var needs = new LinkedHashMap<String, List<VaultNeed>>();
    targets.forEach(target -> needs.put(target.name(), VaultNeeds.of(target, writable)));
    if (targets.size() == assembly.fleet().targets().size()) {
      needs.put(VaultSetup.NO_TARGET, VaultNeeds.of(assembly.fleet().settings()));
    }
    return needs;
  }
}
