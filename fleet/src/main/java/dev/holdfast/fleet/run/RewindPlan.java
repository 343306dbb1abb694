package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.ledger.RepositoryState;
import java.util.List;
import java.util.Optional;

/// How a repository is to be brought back to what the ledger says: newest transactions are set
/// aside, one after the other, until it is.
///
/// @param state what it must be afterwards
/// @param wrong what is wrong with it now, one sentence each
/// @param transactions those that the repository host has noted, newest first; each is a state that
///   can be tried
/// @param newest the number of the newest segment file
/// @param list what is written instead of setting files aside, if that was asked for
public record RewindPlan(
    Target target,
    RepositoryState state,
    List<String> wrong,
    List<Transaction> transactions,
    long newest,
    Optional<NewList> list) {
  public RewindPlan {
    wrong = List.copyOf(wrong);
    transactions = List.copyOf(transactions);
  }

  /// A transaction in a repository's own log.
  ///
  /// @param number of its last segment file
  /// @param time as the repository host wrote it
  public record Transaction(long number, String time) {}
}
