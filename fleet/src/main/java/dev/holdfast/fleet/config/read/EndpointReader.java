package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Located;
import dev.holdfast.fleet.config.shape.Nearest;
import dev.holdfast.fleet.config.tree.Quoted;
import dev.holdfast.secrets.SecretException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Makes endpoints, with the bastions in front of them.
final class EndpointReader {
  private static final int HOPS_MAX = 8;

  private final Map<String, Located<Fields>> bastions;
  private final List<String> knownHosts;

  /// @param fleet the whole configuration, for its bastions and pinned host keys
  EndpointReader(Fields fleet) {
    this.bastions = fleet.value(FleetKeys.BASTIONS).map(Map::copyOf).orElse(Map.of());
    this.knownHosts = pins(fleet).orElse(List.of());
  }

  /// @param usualUser login name where nothing is said
  Optional<Endpoint> read(String name, Fields own, Layers layers, String usualUser) {
    var isLocal = own.value(EndpointKeys.LOCAL).orElse(false);
    if (isLocal && own.isWritten(EndpointKeys.HOST)) {
      own.reading().fault(own.at(EndpointKeys.HOST), "has both host and local", KEEP_ONE);
      return Optional.empty();
    }
    if (isLocal) {
      return Optional.of(new Endpoint.Local(name));
    }
    return ssh(name, own, layers, usualUser).map(ssh -> ssh);
  }

  private static final Optional<String> KEEP_ONE = Optional.of("keep one");

  /// Every bastion, so that mistakes in one that nobody uses are found as well.
  void checkBastions() {
    bastions.keySet().forEach(name -> bastion(name, new LinkedHashSet<>()));
  }

  private Optional<Endpoint.Ssh> ssh(String name, Fields own, Layers layers, String usualUser) {
    return ssh(name, own, layers, usualUser, new LinkedHashSet<>());
  }

  private Optional<Endpoint.Ssh> ssh(
      String name, Fields own, Layers layers, String usualUser, SequencedSet<String> on) {
    var jumps = jumps(layers, on);
    var host = required(own, layers, EndpointKeys.HOST, "host: NAME");
    var key = required(own, layers, EndpointKeys.KEY, "key: age:NAME or key: file:PATH");
    if (host.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Endpoint.Ssh(
            name,
            host.get(),
            layers.value(EndpointKeys.PORT, 22),
            layers.value(EndpointKeys.USER, usualUser),
            key.get(),
            layers.value(EndpointKeys.KEY_PASSPHRASE),
            certificate(layers),
            layers.strongestFirst().stream()
                .flatMap(fields -> pins(fields).stream())
                .findFirst()
                .orElse(knownHosts),
            jumps));
  }

  private static <T> Optional<T> required(Fields own, Layers layers, Key<T> key, String example) {
    var value = layers.value(key);
    if (value.isEmpty() && !layers.isWritten(key)) {
      own.reading().fault(own.at(), "has no " + key.name(), Optional.of("write " + example));
    }
    return value;
  }

  private List<Endpoint.Ssh> jumps(Layers layers, SequencedSet<String> on) {
    var hops = new ArrayList<Endpoint.Ssh>();
    for (var fields : layers.strongestFirst()) {
      if (fields.isWritten(EndpointKeys.JUMP)) {
        fields.located(EndpointKeys.JUMP).ifPresent(names -> addHops(fields, names, on, hops));
        break;
      }
    }
    return hops;
  }

  private void addHops(
      Fields fields,
      Located<List<String>> names,
      SequencedSet<String> on,
      List<Endpoint.Ssh> hops) {
    var reading = fields.reading().in(EndpointKeys.JUMP.name());
    for (var name : names.value()) {
      if (!bastions.containsKey(name)) {
        reading.fault(
            names.at(),
            "there is no bastion " + Quoted.of(name),
            Nearest.of(name, bastions.keySet().stream()));
      } else if (on.contains(name)) {
        reading.fault(names.at(), "the bastion " + Quoted.of(name) + " leads back to itself");
      } else {
        bastion(name, on).ifPresent(bastion -> hops.addAll(flat(bastion)));
      }
    }
    if (hops.size() > HOPS_MAX) {
      reading.fault(names.at(), "goes through more than " + HOPS_MAX + " bastions");
    }
  }

  private static List<Endpoint.Ssh> flat(Endpoint.Ssh bastion) {
    var hops = new ArrayList<>(bastion.jumps());
    hops.add(bastion.withJumps(List.of()));
    return hops;
  }

  private Optional<Endpoint.Ssh> bastion(String name, SequencedSet<String> on) {
    var fields = bastions.get(name);
    if (fields == null) {
      return Optional.empty();
    }
    on.addLast(name);
    var layers = new Layers(List.of(fields.value()));
    var bastion = ssh(name, fields.value(), layers, "root", on);
    on.removeLast();
    return bastion;
  }

  private static Optional<String> certificate(Layers layers) {
    for (var fields : layers.strongestFirst()) {
      var inline = fields.value(EndpointKeys.CERTIFICATE);
      if (inline.isPresent()) {
        return inline;
      }
      if (fields.isWritten(EndpointKeys.CERTIFICATE_FILE)) {
        return file(fields, EndpointKeys.CERTIFICATE_FILE, Texts::certificate);
      }
    }
    return Optional.empty();
  }

  /// The host keys that a table pins, if it says anything about them.
  private static Optional<List<String>> pins(Fields fields) {
    if (!fields.isWritten(EndpointKeys.KNOWN_HOSTS)
        && !fields.isWritten(EndpointKeys.KNOWN_HOSTS_FILE)) {
      return Optional.empty();
    }
    var lines = new ArrayList<String>();
    fields.value(EndpointKeys.KNOWN_HOSTS).ifPresent(all -> all.forEach(lines::addAll));
    file(fields, EndpointKeys.KNOWN_HOSTS_FILE, Texts::knownHosts).ifPresent(lines::addAll);
    return Optional.of(lines);
  }

  private static <T> Optional<T> file(
      Fields fields, Key<String> key, java.util.function.Function<String, T> parser) {
    var path = fields.located(key);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    var reading = fields.reading().in(key.name());
    try {
      var file = reading.absolute(path.get().value());
      return Optional.of(parser.apply(reading.references().read(file)));
    } catch (SecretException e) {
      reading.fault(path.get().at(), String.valueOf(e.getMessage()), Optional.of(e.nextStep()));
    } catch (IllegalArgumentException e) {
      reading.fault(path.get().at(), Quoted.of(path.get().value()) + " " + e.getMessage());
    }
    return Optional.empty();
  }
}
