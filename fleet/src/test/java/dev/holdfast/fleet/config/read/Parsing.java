package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.ConfigException;
import dev.holdfast.fleet.config.Fault;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.secrets.inline.InlineSecrets;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads texts for tests.
public final class Parsing {
  private Parsing() {}

  /// A file in /etc/holdfast.
  public static Fleet file(String name, String text, KnownReferences known) {
    var source = ConfigSource.ofFile(name, text.getBytes(StandardCharsets.UTF_8), "/etc/holdfast");
    return FleetParser.parse(source, _ -> known, new InlineSecrets());
  }

  /// A YAML file that refers to nothing.
  public static Fleet yaml(String text) {
    return file("fleet.yaml", text, new KnownReferences());
  }

  /// What is wrong with a YAML file.
  static List<Fault> faults(String text) {
    return faultsOf("fleet.yaml", text, new KnownReferences());
  }

  static List<Fault> faultsOf(String name, String text, KnownReferences known) {
    try {
      file(name, text, known);
      return List.of();
    } catch (ConfigException e) {
      return e.faults();
    }
  }

  static List<Fault> faultsOnStandardInput(String text) {
    try {
      var source = ConfigSource.ofStandardInput(text.getBytes(StandardCharsets.UTF_8));
      FleetParser.parse(source, _ -> new KnownReferences(), new InlineSecrets());
      return List.of();
    } catch (ConfigException e) {
      return e.faults();
    }
  }
}
