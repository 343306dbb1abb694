package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.LedgerSettings;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.config.RepositoryHost;
import dev.holdfast.fleet.config.Settings;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Located;
import dev.holdfast.fleet.config.shape.Nearest;
import dev.holdfast.fleet.config.shape.Reading;
import dev.holdfast.fleet.config.tree.Node;
import dev.holdfast.fleet.config.tree.Quoted;
import dev.holdfast.secrets.SecretRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Makes a fleet from the tables of Holdfast's own format.
final class FleetReader {
  private final Fields root;
  private final Settings settings;
  private final EndpointReader endpoints;
  private final List<String> notes = new ArrayList<>();

  FleetReader(Node.Table table, Settings settings, Reading reading) {
    this.root = Fields.read(FleetKeys.SECTION, table, reading);
    this.settings = settings;
    this.endpoints = new EndpointReader(root);
  }

  /// Everything that is wrong has been reported when this ends; then the fleet is worth nothing.
  Fleet read() {
    if (!root.isWritten(FleetKeys.VERSION)) {
      root.reading().fault(root.at(), "has no version", Optional.of("write version: 1"));
    }
    if (!root.isWritten(FleetKeys.TARGETS)) {
      root.reading().fault(root.at(), "has no targets");
    }
    SettingsReader.read(root);
    endpoints.checkBastions();
    checkGroups();
    var hosts = repositoryHosts();
    var targets = targets(hosts);
    var limits = root.value(FleetKeys.LIMITS).map(LimitsReader::read).orElse(Limits.defaults());
    return new Fleet(
        hosts,
        targets,
        limits,
        new Settings(
            settings.ageStore(),
            settings.vault(),
            settings.stateDirectory(),
            Optional.empty(),
            root.value(FleetKeys.LEDGER).map(LedgerKeys::read).orElseGet(LedgerSettings::standard),
            ExecKeys.read(new Layers(root.value(FleetKeys.DEFAULTS).stream().toList())),
            notes));
  }

  private SequencedMap<String, Located<Fields>> tables(
      Key<SequencedMap<String, Located<Fields>>> key) {
    return root.value(key).orElse(Collections.emptyNavigableMap());
  }

  /// Names that a group refers to, also where no target is in it.
  private void checkGroups() {
    for (var group : tables(FleetKeys.GROUPS).values()) {
      named(group.value(), TargetKeys.POLICY, FleetKeys.POLICIES);
    }
    root.value(FleetKeys.DEFAULTS)
        .ifPresent(defaults -> named(defaults, TargetKeys.POLICY, FleetKeys.POLICIES));
  }

  private SequencedMap<String, RepositoryHost> repositoryHosts() {
    var hosts = new LinkedHashMap<String, RepositoryHost>();
    tables(FleetKeys.REPOSITORY_HOSTS)
        .forEach((name, located) -> {
          var fields = located.value();
          var layers = new Layers(List.of(fields));
          endpoints
              .read(name, fields, layers, "borg")
              .map(endpoint -> repositoryHost(name, endpoint, layers))
              .ifPresent(host -> hosts.put(name, host));
        });
    return hosts;
  }

  private RepositoryHost repositoryHost(String name, Endpoint endpoint, Layers layers) {
    noteMissingPins("repository host " + name, endpoint);
    return new RepositoryHost(
        name,
        endpoint,
        layers.value(RepositoryKeys.ROOT, ""),
        layers.value(RepositoryKeys.BORG, "borg"),
        layers.value(RepositoryKeys.RUNS, 4));
  }

  private SequencedMap<String, Target> targets(Map<String, RepositoryHost> hosts) {
    var repositories = new RepositoryReader(tables(FleetKeys.REPOSITORY_HOSTS).keySet(), hosts);
    var targets = new LinkedHashMap<String, Target>();
    var owners = new RepositoryOwners();
    var fieldsByTarget = new HashMap<String, Fields>();
    tables(FleetKeys.TARGETS)
        .forEach((name, located) ->
            target(name, located.value(), repositories)
                .ifPresent(target -> {
                  targets.put(name, target);
                  fieldsByTarget.put(name, located.value());
                  owners.add(target, located.value());
                }));
    owners.refuseNested(fieldsByTarget);
    return targets;
  }

  private Optional<Target> target(String name, Fields own, RepositoryReader repositories) {
    var layers = layers(own);
    var endpoint = endpoints.read(name, own, layers.having(EndpointKeys.KEY), "root");
    var repository = repositories.read(name, own, layers.under(TargetKeys.REPOSITORY));
    var policy = PolicyReader.read(layers, own);
    if (endpoint.isEmpty() || repository.isEmpty() || policy.isEmpty()) {
      return Optional.empty();
    }
    noteMissingPins("target " + name, endpoint.get());
    var target =
        new Target(
            name,
            endpoint.get(),
            layers.value(TargetKeys.BORG, List.of("borg")),
            repository.get(),
            policy.get(),
            ExecKeys.read(layers, name));
    refuseAgeWithoutStore(target, own);
    return Optional.of(target);
  }

  /// Weakest first: the fleet's defaults, the group, the policy, the target itself.
  private Layers layers(Fields own) {
    var all = new ArrayList<Fields>();
    var defaults = root.value(FleetKeys.DEFAULTS);
    var group = named(own, TargetKeys.GROUP, FleetKeys.GROUPS);
    defaults.ifPresent(all::add);
    group.ifPresent(all::add);
    var policy =
        named(own, TargetKeys.POLICY, FleetKeys.POLICIES)
            .or(() -> group.flatMap(g -> named(g, TargetKeys.POLICY, FleetKeys.POLICIES)))
            .or(() -> defaults.flatMap(d -> named(d, TargetKeys.POLICY, FleetKeys.POLICIES)));
    policy.ifPresent(all::add);
    all.add(own);
    return new Layers(all);
  }

  private Optional<Fields> named(
      Fields from, Key<String> key, Key<SequencedMap<String, Located<Fields>>> tables) {
    var name = from.located(key);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    var known = tables(tables);
    var found = known.get(name.get().value());
    if (found == null) {
      from.reading()
          .in(key.name())
          .fault(
              name.get().at(),
              "there is no " + key.name() + " " + Quoted.of(name.get().value()),
              Nearest.of(name.get().value(), known.keySet().stream()));
      return Optional.empty();
    }
    return Optional.of(found.value());
  }

  private void noteMissingPins(String who, Endpoint endpoint) {
    if (endpoint instanceof Endpoint.Ssh ssh && ssh.knownHosts().isEmpty()) {
      notes.add(who + " has no pinned host key: it cannot be reached until known_hosts names one");
    }
  }

  private void refuseAgeWithoutStore(Target target, Fields own) {
    var usesAge =
        target.repository().passphrase().stream()
            .anyMatch(ref -> ref.scheme() == SecretRef.Scheme.AGE);
    if (usesAge && settings.ageStore().isEmpty()) {
      own.reading()
          .fault(
              own.at(),
              "keeps its passphrase in the age store, but none is named",
              Optional.of(
                  "write secrets.age.store and secrets.age.identity, or repository.passphrase"));
    }
  }
}
