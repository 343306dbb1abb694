package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Policy;
import dev.holdfast.guard.GuardLimits;
import dev.holdfast.guard.GuardLimits.Deadlines;

/// The bounds of a guarded session, from the policy of its target.
final class SessionLimits {
  private SessionLimits() {}

  static GuardLimits of(Policy policy) {
    var standard = Deadlines.standard();
    return GuardLimits.standard()
        .withDeadlines(
            new Deadlines(
                standard.opening(),
                policy.idleDeadline(),
                standard.reply(),
                standard.farewell(),
                policy.runDeadline()));
  }
}
