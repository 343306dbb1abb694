package dev.holdfast.fleet.config.read;

import dev.holdfast.borg.retention.KeepRules;
import dev.holdfast.borg.retention.Period;
import dev.holdfast.fleet.config.Actions;
import dev.holdfast.fleet.config.KeepPolicy;
import dev.holdfast.fleet.config.Upkeep;
import dev.holdfast.fleet.config.shape.Fields;
import java.util.Optional;

/// Makes the upkeep of one target from everything that says something about it.
final class UpkeepReader {
  private UpkeepReader() {}

  static Upkeep read(Layers layers, Fields target) {
    var retention = retention(layers.under(UpkeepKeys.RETENTION), target);
    var actions = actions(layers.under(UpkeepKeys.ACTIONS));
    if (actions.prune().isAllowed() && retention.rules().isEmpty()) {
      target
          .reading()
          .fault(
              target.at(),
              "prunes, but keeps no archive by any rule",
              Optional.of("write retention: { daily: 7, weekly: 4, monthly: 12 }"));
    }
    return new Upkeep(retention, actions);
  }

  private static KeepPolicy retention(Layers layers, Fields target) {
    var rules = KeepRules.builder();
    layers.value(UpkeepKeys.WITHIN).ifPresent(rules::within);
    var last = layers.value(UpkeepKeys.LAST);
    last.ifPresent(count -> rules.keep(Period.SECONDLY, count));
    UpkeepKeys.COUNTS.forEach((period, key) ->
        layers
            .value(key)
            .ifPresent(count -> {
              if (period == Period.SECONDLY && last.isPresent()) {
                target
                    .reading()
                    .fault(target.at(), "has both retention.last and retention.secondly");
              }
              rules.keep(period, count);
            }));
    var standard = KeepPolicy.standard();
    return new KeepPolicy(
        rules.any(),
        layers.value(UpkeepKeys.PROTECT_LAST, standard.protectLast()),
        layers.value(UpkeepKeys.FLOOR, standard.floor()),
        layers.value(UpkeepKeys.QUARANTINE, standard.quarantine()),
        layers.value(UpkeepKeys.TIME_ZONE, standard.zone()));
  }

  private static Actions actions(Layers layers) {
    var standard = Actions.standard();
    return new Actions(
        layers.value(UpkeepKeys.BACKUP, standard.backup()),
        layers.value(UpkeepKeys.PRUNE, standard.prune()),
        layers.value(UpkeepKeys.CHECK, standard.check()),
        layers.value(UpkeepKeys.COMPACT, standard.compact()),
        layers.value(UpkeepKeys.ROTATE, standard.rotate()));
  }
}
