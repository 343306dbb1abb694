package dev.holdfast.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Options that every command takes, before or after its name.
final class GlobalOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show what the command does, with examples.")
  boolean help;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = {
        "Configuration of the fleet (YAML or TOML); - reads standard input.",
        "Default: $HOLDFAST_CONFIG, /etc/holdfast/fleet.yaml, ~/.config/holdfast/fleet.yaml"
      })
  @Nullable String config;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print the result as one JSON document on standard output.")
  boolean json;

  @Option(
      names = "--log-json",
      scope = ScopeType.INHERIT,
      description = "Print events as JSON lines on standard error.")
  boolean logJson;

  @Option(
      names = "--no-progress",
      scope = ScopeType.INHERIT,
      description = "Plain lines instead of live progress, even on a terminal.")
  boolean noProgress;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where a failure came from.")
  boolean debug;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = {
        "Where the controller keeps its journal and borg's own security records.",
        "Default: $STATE_DIRECTORY, /var/lib/holdfast (root) or ~/.local/state/holdfast"
      })
  @Nullable String stateDirectory;
}
