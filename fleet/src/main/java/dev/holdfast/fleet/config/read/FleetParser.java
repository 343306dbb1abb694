package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Settings;
import dev.holdfast.fleet.config.shape.Reading;
import dev.holdfast.fleet.config.shape.References;
import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.fleet.config.tree.ConfigTree;
import dev.holdfast.fleet.config.tree.Faults;
import java.util.function.Function;

/// Turns the bytes of a configuration into a checked fleet.
public final class FleetParser {
  private FleetParser() {}

  /// Reads a fleet in any of the formats that are understood.
  ///
  /// @param references made from the settings of the configuration, because they say where the
  ///   secret store is
  /// @throws dev.holdfast.fleet.config.ConfigException with everything that is wrong
  public static Fleet parse(ConfigSource source, Function<Settings, References> references) {
    var faults = new Faults(source.name());
    var table = ConfigTree.read(source, faults);
    var settings = SettingsReader.firstLook(table, faults, source.baseDirectory());
    var reading = new Reading(faults, references.apply(settings), source.baseDirectory(), "");
    var fleet = new FleetReader(table, settings, reading).read();
    faults.throwIfAny();
    return fleet;
  }
}
