package dev.holdfast.app;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.secrets.vault.VaultPath;
import dev.holdfast.secrets.vault.VaultSetup;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/// What a role at Vault is called, and what it shall be.
final class VaultRoleOptions {
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
      description = {
        "Name of the controller's role; policies are called NAME-TARGET, and a target's own role",
        "NAME.exec.TARGET."
      })
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
