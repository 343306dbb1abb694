package dev.holdfast.app;

import dev.holdfast.app.terminal.Visible;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.run.FleetSshd;
import dev.holdfast.fleet.run.SshdPlan;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.vault.VaultRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether and how the sshd of hosts are prepared for keys that Vault signs.
final class VaultSshdOptions {
  @Option(
      names = "--sshd",
      description = "Show also what the sshd of each host with `key: vault-ssh:` needs.")
  private boolean shown;

  @Option(
      names = "--apply-sshd",
      description = {
        "Also do that, with --yes, over SSH: checked with `sshd -t` before it is in force, older",
        "files kept as FILE.old."
      })
  private boolean applied;

  @Option(
      names = "--login-user",
      paramLabel = "USER",
      defaultValue = "root",
      description = "Who logs in for that; ${DEFAULT-VALUE} by default.")
  private String user = "root";

  @Option(
      names = "--login-key",
      paramLabel = "FILE",
      description =
          "A private key, or a reference to one, that lets that user in now; without it `key`.")
  private @Nullable String key;

  @Option(
      names = "--sshd-config",
      paramLabel = "FILE",
      defaultValue = SshdPlan.USUAL_CONFIG,
      description = "Where sshd has its configuration there; ${DEFAULT-VALUE} by default.")
  private String config = SshdPlan.USUAL_CONFIG;

  /// Shows what is wanted of the hosts of these targets; none unless it was asked for.
  List<SshdPlan> plan(Assembly assembly, List<Target> targets) {
    if (!shown && !applied) {
      return List.of();
    }
    var out = assembly.surroundings().out();
    var ssh = assembly.vaultAsOperator().ssh();
    var plans =
        assembly
            .sshd()
            .plan(targets, ref -> ssh.authority(VaultRole.parse(ref.locator()).mount()), config);
    if (plans.isEmpty()) {
      out.println("no host is entered by a key that Vault signs (key: vault-ssh:MOUNT/ROLE)");
    }
    for (var plan : plans) {
      var host = plan.host();
      out.printf(
          "the sshd of %s, which lets %s@%s in:%n",
          Visible.text(host.name()), Visible.text(host.user()), Visible.text(host.host()));
      plan.text().lines().forEach(line -> out.println("  " + Visible.text(line)));
    }
    return plans;
  }

  /// Does it where that was asked for.
  void apply(Assembly assembly, List<SshdPlan> plans) {
    if (!applied) {
      return;
    }
    FleetSshd sshd = assembly.sshd();
    for (var plan : plans) {
      var changed = sshd.apply(plan, user, key());
      assembly
          .surroundings()
          .out()
          .println(
              "the sshd of "
                  + Visible.text(plan.host().name())
                  + (changed ? " was changed" : " is as it should be"));
    }
  }

  private Optional<SecretRef> key() {
    return Optional.ofNullable(key)
        .map(text ->
            SecretRef.parse(text)
                .orElseGet(() ->
                    new SecretRef(
                        SecretRef.Scheme.FILE, Path.of(text).toAbsolutePath().toString())));
  }
}
