package dev.holdfast.fleet.config;

import dev.holdfast.secrets.vault.VaultSettings;
import java.util.List;
import java.util.Optional;

/// What a configuration says besides hosts and targets.
///
/// @param ageStore the embedded secret store; empty where the configuration has no directory of its
///   own (standard input) and names none
/// @param vault the server behind `vault:` references
/// @param stateDirectory where the controller keeps its records, if not in the usual place
/// @param pruneSetting words for `borg prune` of a borg-backup-remotely configuration; kept for
///   people to read; what it means is in the policies
/// @param ledger where the ledger is
/// @param exec what `holdfast exec` gives a command that is run for no target
/// @param notes what `config validate` tells although it is no error, one sentence each
public record Settings(
    Optional<AgeStore> ageStore,
    VaultSettings vault,
    Optional<String> stateDirectory,
    Optional<String> pruneSetting,
    LedgerSettings ledger,
    ExecEnvironment exec,
    List<String> notes) {
  public Settings {
    notes = List.copyOf(notes);
  }

  /// Nothing said.
  public static Settings none() {
    return new Settings(
        Optional.empty(),
        VaultSettings.none(),
        Optional.empty(),
        Optional.empty(),
        LedgerSettings.standard(),
        ExecEnvironment.none(),
        List.of());
  }
}
