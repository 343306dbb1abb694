package dev.holdfast.fleet.run;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.fleet.config.LedgerSettings.FirstUse;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.host.HostConnector;
import dev.holdfast.fleet.ledger.Ledger;
import dev.holdfast.fleet.ledger.TargetLedger;
import dev.holdfast.guard.MemoryBudget;
import dev.holdfast.guard.Workbench;
import dev.holdfast.secrets.Secrets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What every run needs from outside.
///
/// @param connector opens connections to hosts
/// @param secrets opens references
/// @param journal remembers outcomes
/// @param ledger remembers repositories
/// @param firstUse what a repository that the ledger does not know means
/// @param clock the controller's clock
/// @param random a cryptographically strong source: passphrases come from it
/// @param workbench where the guard of every session looks into objects
/// @param borgDirectory where the controller's own borg keeps its records, on the controller; empty
///   where nothing can be kept, so that each borg starts with none
public record RunPorts(
    HostConnector connector,
    Secrets secrets,
    RunJournal journal,
    Ledger ledger,
    FirstUse firstUse,
    InstantSource clock,
    RandomGenerator random,
    Workbench workbench,
    Optional<String> borgDirectory) {
  /// An id that no object has: one by chance.
  ObjectId nobodysId() {
    return new ObjectId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  /// The memory of one session, to be closed when that is over.
  MemoryBudget.Share memory() {
    return workbench.memory().share(random);
  }

  /// The chain of a target.
  TargetLedger ledgerOf(Target target) {
    return new TargetLedger(ledger, target.name(), clock);
  }
}
