package dev.holdfast.fleet.config.show;

import dev.holdfast.borg.retention.Age;
import dev.holdfast.fleet.config.Actions;
import dev.holdfast.fleet.config.Frequency;
import dev.holdfast.fleet.config.KeepPolicy;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// How long archives stay and what is done, in the shape of the configuration.
public final class UpkeepTable {
  private UpkeepTable() {}

  /// The table `retention`.
  public static SequencedMap<String, Object> retention(KeepPolicy keep) {
    var table = new LinkedHashMap<String, Object>();
    keep.rules()
        .ifPresent(rules -> {
          rules.within().ifPresent(age -> table.put("within", Age.text(age)));
          rules
              .counts()
              .forEach(
                  (period, count) -> table.put(period.ruleName().replace("quarterly_", ""), count));
        });
    table.put("protect_last", keep.protectLast());
    table.put("floor", keep.floor());
    table.put("quarantine", Texts.duration(keep.quarantine()));
    table.put("time_zone", keep.zone().getId());
    return table;
  }

  /// The table `actions`.
  public static SequencedMap<String, Object> actions(Actions actions) {
    var table = new LinkedHashMap<String, Object>();
    table.put("backup", text(actions.backup()));
    table.put("prune", text(actions.prune()));
    table.put("check", text(actions.check()));
    table.put("compact", text(actions.compact()));
    table.put("rotate", text(actions.rotate()));
    return table;
  }

  private static Object text(Frequency frequency) {
    return switch (frequency) {
      case Frequency.Never() -> "never";
      case Frequency.Always() -> "always";
      case Frequency.Every(var interval) -> Texts.duration(interval);
    };
  }
}
