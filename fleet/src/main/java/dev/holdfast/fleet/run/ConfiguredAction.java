package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Frequency;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.util.Locale;

/// What the configuration of a target says of an action.
final class ConfiguredAction {
  private ConfiguredAction() {}

  static Frequency frequency(Action action, Target target) {
    var actions = target.policy().upkeep().actions();
    return switch (action) {
      case BACKUP -> actions.backup();
      case PRUNE -> actions.prune();
      case CHECK -> actions.check();
      case COMPACT -> actions.compact();
      case ROTATE -> actions.rotate();
      case INIT, RESTORE, ROTATE_LOGIN, KIT_TEST -> new Frequency.Always();
    };
  }

  /// @throws FleetException if the target does not take part
  static void require(Action action, Target target) {
    if (!frequency(action, target).isAllowed()) {
      var word = word(action);
      throw new FleetException(
          ErrorCode.ACTION_NOT_CONFIGURED,
          "%s says actions.%s: never".formatted(target.name(), word),
          "write actions: { %s: always } or an interval into its configuration".formatted(word));
    }
  }

  /// How the configuration calls it.
  static String word(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
