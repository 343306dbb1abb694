package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.ExecEnvironment;
import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.SecretsByName;
import dev.holdfast.fleet.config.shape.Section;
import dev.holdfast.fleet.config.shape.Shapes;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.ServerAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What commands of `holdfast exec` are given.
final class ExecKeys {
  static final Key<SequencedMap<String, SecretRef>> ENV =
      Key.of(
          "env",
          new SecretsByName(),
          "Secrets by the names of the variables that hold them; {target} stands for the name.");
  static final Key<URI> NTFY_SERVER =
      Key.of(
          "ntfy_server",
          Shapes.text(text -> ServerAddress.parse(text, "https://ntfy.example.org")),
          "Where the command tells of what it did; doctor asks it about ntfy_token.");
  static final Key<SecretRef> NTFY_TOKEN =
      Key.of(
          "ntfy_token",
          Shapes.secret(),
          "The token for ntfy_server; {target} stands for the name.");
  static final Section SECTION = Section.of(ENV, NTFY_SERVER, NTFY_TOKEN);
  static final Key<Fields> EXEC =
      Key.of("exec", Shapes.table(SECTION), "What holdfast exec gives its command.");

  private ExecKeys() {}

  /// Everything from the nearest table that has it, each variable for itself.
  static ExecEnvironment read(Layers layers) {
    var variables = new LinkedHashMap<String, SecretRef>();
    for (var fields : layers.under(EXEC).strongestFirst().reversed()) {
      fields.value(ENV).ifPresent(variables::putAll);
    }
    var said = layers.under(EXEC);
    return new ExecEnvironment(
        variables, new ExecEnvironment.Ntfy(said.value(NTFY_SERVER), said.value(NTFY_TOKEN)));
  }

  /// Those of one target.
  static ExecEnvironment read(Layers layers, String target) {
    var all = read(layers);
    var own = new LinkedHashMap<String, SecretRef>();
    all.variables().forEach((name, ref) -> own.put(name, of(target, ref)));
    var token = all.ntfy().token().map(ref -> of(target, ref));
    return new ExecEnvironment(own, new ExecEnvironment.Ntfy(all.ntfy().server(), token));
  }

  private static SecretRef of(String target, SecretRef ref) {
    return new SecretRef(ref.scheme(), ref.locator().replace("{target}", target));
  }
}
