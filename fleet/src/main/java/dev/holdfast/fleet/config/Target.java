package dev.holdfast.fleet.config;

import java.util.List;

/// A machine to be backed up.
///
/// @param name its name in the configuration; also the start of its archive names
/// @param endpoint how to reach it
/// @param borg the words that start borg there, for example `borg` or `sudo -n borg`
/// @param repository where its archives go
/// @param policy what to back up and how
public record Target(
    String name, Endpoint endpoint, List<String> borg, Repository repository, Policy policy) {
  public Target {
    borg = List.copyOf(borg);
  }
}
