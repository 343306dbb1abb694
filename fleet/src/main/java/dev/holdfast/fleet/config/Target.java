package dev.holdfast.fleet.config;

import java.util.List;

/// A machine to be backed up.
///
/// @param name its name in the configuration; also the start of its archive names
/// @param endpoint how to reach it
/// @param borg the words that start borg there, for example `borg` or `sudo -n borg`
/// @param repository where its archives go
/// @param policy what to back up and how
/// @param exec what `holdfast exec --target` gives its command
public record Target(
    String name,
    Endpoint endpoint,
    List<String> borg,
    Repository repository,
    Policy policy,
    ExecEnvironment exec) {
  public Target {
    borg = List.copyOf(borg);
  }

  /// A target that gives nothing to commands.
  public Target(
      String name, Endpoint endpoint, List<String> borg, Repository repository, Policy policy) {
    this(name, endpoint, borg, repository, policy, ExecEnvironment.none());
  }
}
