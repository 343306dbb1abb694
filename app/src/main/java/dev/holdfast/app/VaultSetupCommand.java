package dev.holdfast.app;

import dev.holdfast.app.terminal.Visible;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.secrets.vault.VaultNeed;
import dev.holdfast.secrets.vault.VaultSetup;
import dev.holdfast.secrets.vault.VaultStep;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "setup",
    header = "Make a policy for each target, and the role by which this controller logs in.",
    description = {
      "Logs in with your own token (BAO_TOKEN, VAULT_TOKEN or ~/.vault-token), compares what is there",
      "with what the configuration needs, and shows the difference as HCL and calls. With --yes it",
      "is done. A new role gets a secret id, which is delivered wrapped: it opens once."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast vault setup                    shows policies, role and calls; changes nothing",
      "  holdfast vault setup --yes --cidr 10.1.2.3/32",
      "  holdfast vault setup web1 --role-per-target --yes --cidr 10.1.2.7/32",
      "  holdfast vault setup --sshd"
    })
final class VaultSetupCommand implements Callable<Integer> {
  @ParentCommand private VaultCommand parent = new VaultCommand();

  @Parameters(
      paramLabel = "TARGET",
      arity = "0..*",
      description = "Whose policies or roles; all if none.")
  private List<String> targets = List.of();

  @Mixin private VaultRoleOptions options = new VaultRoleOptions();

  @Mixin private VaultSshdOptions sshd = new VaultSshdOptions();

  @Option(
      names = "--writable",
      description = {
        "Let the controller replace passphrases and keys of repositories too, as `init` and",
        "`key rotate` do."
      })
  private boolean writable;

  @Option(
      names = "--role-per-target",
      description = {
        "Not the controller's role, but one for each target, which may read what `exec` gives its",
        "commands and nothing else: for `holdfast exec --target` on the target itself."
      })
  private boolean perTarget;

  @Option(names = "--new-secret-id", description = "Deliver another secret id.")
  private boolean anew;

  @Option(names = "--yes", description = "Do it.")
  private boolean yes;

  /// A role with its policies, and what the server lacks of them.
  ///
  /// @param whose who logs in with it
  private record Plan(VaultSetup.Wanted wanted, String whose, List<VaultStep> steps) {
    boolean isNew() {
      return !steps.getLast().isDone();
    }
  }

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      var out = assembly.surroundings().out();
      var setup = assembly.vaultAsOperator().setup();
      var plans = perTarget ? ofTargets(assembly, setup) : List.of(ofController(assembly, setup));
      plans.forEach(plan -> plan.steps().forEach(step -> show(out, step)));
      var hosts = sshd.plan(assembly, assembly.targets(targets));
      if (!yes) {
        out.println("nothing was changed; to do it, run it again with --yes");
        return ExitCodes.SUCCESS;
      }
      for (var plan : plans) {
        setup.apply(plan.steps());
        if (plan.isNew() || anew) {
          deliver(out, plan, setup.deliver(plan.wanted()));
        }
      }
      sshd.apply(assembly, hosts);
      return ExitCodes.SUCCESS;
    }
  }

  private Plan ofController(Assembly assembly, VaultSetup setup) {
    var all = VaultNeeds.of(assembly, assembly.targets(List.of()), writable);
    var chosen = VaultNeeds.of(assembly, assembly.targets(targets), writable).keySet();
    var wanted = options.wanted();
    return new Plan(wanted, "the controller", setup.plan(wanted, all, chosen));
  }

  private List<Plan> ofTargets(Assembly assembly, VaultSetup setup) {
    var plans = new ArrayList<Plan>();
    for (var target : assembly.targets(targets)) {
      var needs = VaultNeeds.ofExec(target);
      if (!needs.isEmpty()) {
        plans.add(ofTarget(setup, target, needs, plans.isEmpty()));
      }
    }
    if (plans.isEmpty()) {
      throw new FleetException(
          ErrorCode.USAGE,
          "no command of exec is given anything from Vault, so no target needs a role of its own",
          "refer to vault: or vault-db: in exec.env of the target first");
    }
    return plans;
  }

  private Plan ofTarget(
      VaultSetup setup, Target target, Collection<VaultNeed> needs, boolean isFirst) {
    var wanted = options.wanted().ownOf(target.name());
    SequencedMap<String, Collection<VaultNeed>> only = new TreeMap<>();
    only.put(VaultSetup.NO_TARGET, needs);
    var steps = setup.plan(wanted, only, only.keySet());
    // All of them log in by the same method.
    return new Plan(
        wanted, target.name(), isFirst ? steps : List.copyOf(steps.subList(1, steps.size())));
  }

  private static void show(PrintStream out, VaultStep step) {
    out.println((step.isDone() ? "as it should be: " : "to do: ") + Visible.text(step.title()));
    if (!step.isDone()) {
      step.text().lines().forEach(line -> out.println("  " + Visible.text(line)));
    }
  }

  private static void deliver(PrintStream out, Plan plan, VaultSetup.Delivery delivery) {
    out.printf(
        """

        secrets.vault.login of %s:
          approle:
            mount: %s
            role: %s
            role_id: file:vault-role-id          # put there: %s
            wrapped_secret_id: file:vault-wrapped  # put there: %s
            secret_id: age:vault/secret-id       # Holdfast keeps it there when it has opened it
        The wrapped secret id opens once, within %d minutes. If it was opened before, Holdfast says so.
        """,
        Visible.text(plan.whose()),
        Visible.text(plan.wanted().mount()),
        Visible.text(plan.wanted().role()),
        Visible.text(delivery.roleId()),
        Visible.text(delivery.wrappedSecretId()),
        delivery.life().toMinutes());
  }
}
