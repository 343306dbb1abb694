package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Settings;
import dev.holdfast.fleet.config.remotely.RemotelyReader;
import dev.holdfast.fleet.config.shape.Reading;
import dev.holdfast.fleet.config.shape.References;
import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.fleet.config.tree.ConfigTree;
import dev.holdfast.fleet.config.tree.Faults;
import dev.holdfast.fleet.config.tree.Node;
import dev.holdfast.secrets.inline.InlineSecrets;
import java.util.Optional;
import java.util.function.Function;

/// Turns the bytes of a configuration into a checked fleet.
public final class FleetParser {
  private FleetParser() {}

  /// Reads a fleet in any of the formats that are understood.
  ///
  /// @param references made from the settings of the configuration, because they say where the
  ///   secret store is
  /// @param inline gets the secrets of a borg-backup-remotely configuration; nothing of ours
  /// @throws dev.holdfast.fleet.config.ConfigException with everything that is wrong
  public static Fleet parse(
      ConfigSource source, Function<Settings, References> references, InlineSecrets inline) {
    var faults = new Faults(source.name());
    var table = ConfigTree.read(source, faults);
    if (RemotelyReader.recognises(table)) {
      var reading = new Reading(faults, SettingsReader.NONE, Optional.empty(), "");
      var fleet = new RemotelyReader(table, reading, inline).read();
      faults.throwIfAny();
      return fleet;
    }
    return ours(source, table, faults, references);
  }

  /// Reads a fleet in Holdfast's own format only: without a place for secrets in the file itself,
  /// one that holds them is refused.
  ///
  /// @throws dev.holdfast.fleet.config.ConfigException with everything that is wrong
  public static Fleet parse(ConfigSource source, Function<Settings, References> references) {
    var faults = new Faults(source.name());
    var table = ConfigTree.read(source, faults);
    if (RemotelyReader.recognises(table)) {
      throw faults.exception(
          table.at(),
          "this is a configuration of borg-backup-remotely",
          "convert it with `holdfast import borg-backup-remotely`");
    }
    return ours(source, table, faults, references);
  }

  private static Fleet ours(
      ConfigSource source,
      Node.Table table,
      Faults faults,
      Function<Settings, References> references) {
    var settings = SettingsReader.firstLook(table, faults, source.baseDirectory());
    var reading = new Reading(faults, references.apply(settings), source.baseDirectory(), "");
    var fleet = new FleetReader(table, settings, reading).read();
    faults.throwIfAny();
    return fleet;
  }
}
