package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.ExecEnvironment;
import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.SecretsByName;
import dev.holdfast.fleet.config.shape.Section;
import dev.holdfast.fleet.config.shape.Shapes;
import dev.holdfast.secrets.SecretRef;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What commands of `holdfast exec` are given.
final class ExecKeys {
  static final Key<SequencedMap<String, SecretRef>> ENV =
      Key.of(
          "env",
          new SecretsByName(),
          "Secrets by the names of the variables that hold them; {target} stands for the name.");
  static final Section SECTION = Section.of(ENV);
  static final Key<Fields> EXEC =
      Key.of("exec", Shapes.table(SECTION), "What holdfast exec gives its command.");

  private ExecKeys() {}

  /// The variables of all tables, each from the nearest one that has it.
  static ExecEnvironment read(Layers layers) {
    var variables = new LinkedHashMap<String, SecretRef>();
    for (var fields : layers.under(EXEC).strongestFirst().reversed()) {
      fields.value(ENV).ifPresent(variables::putAll);
    }
    return new ExecEnvironment(variables);
  }

  /// Those of one target.
  static ExecEnvironment read(Layers layers, String target) {
    var variables = read(layers).variables();
    var own = new LinkedHashMap<String, SecretRef>();
    variables.forEach((name, ref) ->
        own.put(name, new SecretRef(ref.scheme(), ref.locator().replace("{target}", target))));
    return new ExecEnvironment(own);
  }
}
