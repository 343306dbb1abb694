package dev.holdfast.fleet.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// All targets, repository hosts and policies, checked: an instance is the proof that every name
/// resolves and every value is legal.
///
/// @param repositoryHosts by name, in the order of the configuration
/// @param targets by name, in the order of the configuration
/// @param limits upper bounds of everything that could grow
/// @param settings secret store, state directory and notes
public record Fleet(
    SequencedMap<String, RepositoryHost> repositoryHosts,
    SequencedMap<String, Target> targets,
    Limits limits,
    Settings settings) {
  public Fleet {
    repositoryHosts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(repositoryHosts));
    targets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(targets));
  }

  /// A fleet without settings of its own.
  public Fleet(
      SequencedMap<String, RepositoryHost> repositoryHosts,
      SequencedMap<String, Target> targets,
      Limits limits) {
    this(repositoryHosts, targets, limits, Settings.none());
  }
}
