package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.AgeStore;
import dev.holdfast.fleet.config.ExecEnvironment;
import dev.holdfast.fleet.config.LedgerSettings;
import dev.holdfast.fleet.config.Settings;
import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Reading;
import dev.holdfast.fleet.config.shape.References;
import dev.holdfast.fleet.config.tree.Faults;
import dev.holdfast.fleet.config.tree.Node;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.vault.VaultSettings;
import java.util.List;
import java.util.Optional;

/// Reads where secrets and records are kept. This comes first: references can only be opened when
/// the place of the secret store is known, so references cannot stand here.
final class SettingsReader {
  static final References NONE = new Unopened();

  private SettingsReader() {}

  private static final class Unopened implements References {
    @Override
    public String open(SecretRef ref) {
      throw new SecretException(
          SecretException.Kind.UNREADABLE,
          "a reference cannot stand here, because it says where secrets are",
          "write the path itself");
    }

    @Override
    public String read(String path) {
      return "";
    }
  }

  /// A first look at the two keys, whose other faults the reading of the whole finds again.
  static Settings firstLook(Node.Table root, Faults faults, Optional<String> baseDirectory) {
    var only =
        root.entries().stream()
            .filter(entry ->
                entry.name().equals(FleetKeys.SECRETS.name())
                    || entry.name().equals(FleetKeys.STATE_DIRECTORY.name()))
            .toList();
    var reading = new Reading(faults, NONE, baseDirectory, "");
    var table = new Node.Table(root.at(), only);
    return read(Fields.read(FleetKeys.SECTION, table, reading));
  }

  /// @param fleet read with references that refuse
  static Settings read(Fields fleet) {
    var age = fleet.value(FleetKeys.SECRETS).flatMap(secrets -> secrets.value(FleetKeys.AGE));
    var store = path(fleet, age, FleetKeys.AGE_STORE, "secrets.age");
    var identity = path(fleet, age, FleetKeys.AGE_IDENTITY, "identity.txt");
    var state = fleet.path(FleetKeys.STATE_DIRECTORY);
    var ageStore =
        store.isPresent() && identity.isPresent()
            ? Optional.of(new AgeStore(store.get(), identity.get()))
            : Optional.<AgeStore>empty();
    var vault =
        fleet
            .value(FleetKeys.SECRETS)
            .flatMap(secrets -> secrets.value(FleetKeys.VAULT))
            .map(VaultKeys::read)
            .orElseGet(VaultSettings::none);
    return new Settings(
        ageStore,
        vault,
        state,
        Optional.empty(),
        LedgerSettings.standard(),
        ExecEnvironment.none(),
        List.of());
  }

  private static Optional<String> path(
      Fields fleet, Optional<Fields> age, Key<String> key, String usual) {
    if (age.flatMap(fields -> fields.located(key)).isPresent()) {
      return age.flatMap(fields -> fields.path(key));
    }
    return fleet.reading().baseDirectory().map(_ -> fleet.reading().absolute(usual));
  }
}
