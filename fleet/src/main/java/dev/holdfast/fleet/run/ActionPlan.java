package dev.holdfast.fleet.run;

import java.util.Optional;

/// What an action would do for a target now, by what the controller knows: what `--dry-run` shows.
///
/// @param acts whether anything would be done
/// @param sentence what, or why not yet
/// @param failure why nobody can say; the sentence is empty then
public record ActionPlan(
    String target, Action action, boolean acts, String sentence, Optional<Outcome.Failed> failure) {
  static ActionPlan act(String target, Action action, String sentence) {
    return new ActionPlan(target, action, true, sentence, Optional.empty());
  }

  static ActionPlan wait(String target, Action action, String sentence) {
    return new ActionPlan(target, action, false, sentence, Optional.empty());
  }

  static ActionPlan failed(String target, Action action, Outcome.Failed failure) {
    return new ActionPlan(target, action, false, "", Optional.of(failure));
  }
}
