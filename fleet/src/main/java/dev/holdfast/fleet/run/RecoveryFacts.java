package dev.holdfast.fleet.run;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.fleet.config.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a person needs to restore a target when the controller is gone.
///
/// @param target whose repository it is
/// @param gathered when
/// @param key the controller's copy; empty in mode `none`
/// @param repository empty where neither the ledger nor the key names it
/// @param borgVersion of the repository host; empty where it could not be asked
/// @param doubts what a person should know before he trusts them
/// @param failure why there are none
public record RecoveryFacts(
    Target target,
    Instant gathered,
    Optional<KeyText> key,
    Optional<ObjectId> repository,
    Optional<String> borgVersion,
    List<String> doubts,
    Optional<Outcome.Failed> failure) {
  public RecoveryFacts {
    doubts = List.copyOf(doubts);
  }

  static RecoveryFacts failed(Target target, Instant gathered, Outcome.Failed failure) {
    return new RecoveryFacts(
        target,
        gathered,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.of(failure));
  }
}
