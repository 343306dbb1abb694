package dev.holdfast.fleet.config.remotely;

import dev.holdfast.fleet.config.Actions;
import dev.holdfast.fleet.config.ArchiveTemplate;
import dev.holdfast.fleet.config.Encryption;
import dev.holdfast.fleet.config.ExecEnvironment;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Frequency;
import dev.holdfast.fleet.config.KeepPolicy;
import dev.holdfast.fleet.config.LedgerSettings;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.config.Policy;
import dev.holdfast.fleet.config.Repository;
import dev.holdfast.fleet.config.RepositoryHost;
import dev.holdfast.fleet.config.Settings;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.config.Upkeep;
import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Reading;
import dev.holdfast.fleet.config.tree.Node;
import dev.holdfast.fleet.config.tree.Quoted;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.inline.InlineSecrets;
import dev.holdfast.secrets.vault.VaultSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/// Makes a fleet that does what borg-backup-remotely does with the same file.
public final class RemotelyReader {
  static final String REPOSITORY_HOST = "borg-server";
  private static final Set<String> MARKS = Set.of("borg", "servers");

  private final Fields root;
  private final Reading reading;
  private final InlineSecrets inline;
  private final ConnectionReader connections;

  /// @param inline gets every key and passphrase of the file
  public RemotelyReader(Node.Table table, Reading reading, InlineSecrets inline) {
    this.root = Fields.read(RemotelyKeys.FILE, table, reading);
    this.reading = reading;
    this.inline = inline;
    this.connections = new ConnectionReader(inline);
  }

  /// Whether a file is of that tool: it has `[Borg]` or `[[Servers]]` and no version, which ours
  /// always has.
  public static boolean recognises(Node.Table table) {
    return table.find("version").isEmpty()
        && table.entries().stream()
            .anyMatch(entry -> MARKS.contains(entry.name().toLowerCase(java.util.Locale.ROOT)));
  }

  /// Everything that is wrong has been reported when this ends; then the fleet is worth nothing.
  public Fleet read() {
    var borg = table(root, RemotelyKeys.BORG_TABLE);
    var servers = root.value(RemotelyKeys.SERVERS).orElse(List.of());
    if (!root.isWritten(RemotelyKeys.SERVERS)) {
      reading.fault(root.at(), "has no [[Servers]]");
    }
    var targets = new LinkedHashMap<String, Target>();
    var host = borg.flatMap(this::repositoryHost);
    var names = new TargetNames();
    var owners = new HashMap<String, String>();
    for (var server : servers) {
      var name = names.next(server);
      target(name, server, host, owners).ifPresent(target -> targets.put(name, target));
    }
    var hosts = new LinkedHashMap<String, RepositoryHost>();
    host.ifPresent(found -> hosts.put(REPOSITORY_HOST, found));
    return fleet(hosts, targets, borg.flatMap(b -> b.value(RemotelyKeys.PRUNE_SETTING)));
  }

  private static Fleet fleet(
      SequencedMap<String, RepositoryHost> hosts,
      SequencedMap<String, Target> targets,
      Optional<String> prune) {
    var notes = new ArrayList<String>();
    notes.add("read as a configuration of borg-backup-remotely");
    notes.add(
        "a repository that the ledger does not know is believed at the first meeting, as that tool"
            + " does; keep the state directory, or name a ledger.url in Holdfast's own format");
    prune.filter(setting -> !setting.isBlank()).ifPresent(setting -> notes.add(pruneNote(setting)));
    return new Fleet(
        hosts,
        targets,
        Limits.defaults(),
        new Settings(
            Optional.empty(),
            VaultSettings.none(),
            Optional.empty(),
            prune,
            new LedgerSettings(Optional.empty(), LedgerSettings.FirstUse.TRUST),
            ExecEnvironment.none(),
            notes));
  }

  private static String pruneNote(String setting) {
    return PruneWords.parse(setting).isPresent()
        ? "retention by PruneSetting is planned by the controller; it and check and compact are done"
            + " by commands of their own: holdfast prune, holdfast check, holdfast compact"
        : "PruneSetting "
            + Quoted.of(setting)
            + " is not understood, so no archive is deleted: only --keep options can be";
  }

  private static Optional<Fields> table(Fields fields, Key<Fields> key) {
    var table = fields.value(key);
    if (table.isEmpty() && !fields.isWritten(key)) {
      fields.reading().fault(fields.at(), "has no table " + key.name());
    }
    return table;
  }

  static Optional<String> text(Fields fields, Key<String> key) {
    var text = fields.value(key).filter(value -> !value.isBlank());
    if (text.isEmpty() && (!fields.isWritten(key) || fields.value(key).isPresent())) {
      fields.reading().fault(fields.at(key), "has no " + key.name());
    }
    return text;
  }

  private Optional<RepositoryHost> repositoryHost(Fields borg) {
    var root = text(borg, RemotelyKeys.ROOT_DIR);
    if (root.isPresent() && !root.get().startsWith("/")) {
      borg.reading()
          .in("RootDir")
          .fault(
              borg.at(RemotelyKeys.ROOT_DIR),
              Quoted.of(root.get()) + " is relative: write the complete path");
      root = Optional.empty();
    }
    var endpoint =
        table(borg, RemotelyKeys.SERVER)
            .flatMap(server -> connections.read(REPOSITORY_HOST, server));
    if (root.isEmpty() || endpoint.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RepositoryHost(REPOSITORY_HOST, endpoint.get(), clean(root.get()), "borg", 4));
  }

  private static String clean(String path) {
    return path.replaceAll("/{2,}", "/").replaceAll("(?<=.)/$", "");
  }

  private Optional<Target> target(
      String name, Fields server, Optional<RepositoryHost> host, Map<String, String> owners) {
    var connection = table(server, RemotelyKeys.CONNECTION_OF_SERVER);
    var endpoint = connection.flatMap(fields -> connections.read(name, fields));
    var repository =
        table(server, RemotelyKeys.TARGET)
            .flatMap(target -> repository(name, target, host, owners));
    var policy = policy(server, upkeep());
    if (endpoint.isEmpty() || repository.isEmpty() || policy.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Target(name, endpoint.get(), List.of("borg"), repository.get(), policy.get()));
  }

  private Optional<Repository> repository(
      String name, Fields target, Optional<RepositoryHost> host, Map<String, String> owners) {
    var subDir = text(target, RemotelyKeys.SUB_DIR);
    var passphrase = text(target, RemotelyKeys.PASSPHRASE);
    if (subDir.isPresent() && List.of(subDir.get().split("/", -1)).contains("..")) {
      target
          .reading()
          .in("SubDir")
          .fault(target.at(RemotelyKeys.SUB_DIR), "leads out of RootDir by '..'");
      return Optional.empty();
    }
    if (subDir.isEmpty() || passphrase.isEmpty() || host.isEmpty()) {
      return Optional.empty();
    }
    var path = clean(host.get().root() + "/" + subDir.get());
    var other = owners.putIfAbsent(path, name);
    if (other != null) {
      target
          .reading()
          .fault(
              target.at(RemotelyKeys.SUB_DIR),
              "has the same repository as " + other + ": " + path,
              Optional.of("give it a SubDir of its own; sharing one is not safe"));
    }
    var ref = keep(inline, target, RemotelyKeys.PASSPHRASE, passphrase.get());
    return Optional.of(
        new Repository(
            host.get(), path, Encryption.REPOKEY_BLAKE2, Optional.of(ref), Optional.empty()));
  }

  static SecretRef keep(InlineSecrets inline, Fields fields, Key<String> key, String value) {
    var locator = fields.reading().path() + "." + key.name();
    try (var secret = Secret.ofText(value)) {
      inline.keep(locator, secret);
    }
    return new SecretRef(SecretRef.Scheme.INLINE, locator);
  }

  /// What that tool's command line says: its options, and Borg's defaults for the rest.
  private static Optional<Policy> policy(Fields server, Upkeep upkeep) {
    var sources = server.value(RemotelyKeys.SOURCE_PATHS).orElse(List.of());
    if (sources.isEmpty()) {
      server.reading().fault(server.at(RemotelyKeys.SOURCE_PATHS), "has no SourcePaths");
      return Optional.empty();
    }
    for (var source : sources) {
      if (!source.startsWith("/")) {
        server
            .reading()
            .in("SourcePaths")
            .fault(
                server.at(RemotelyKeys.SOURCE_PATHS),
                Quoted.of(source) + " is relative: write the complete path, starting with /");
      }
    }
    return Optional.of(
        new Policy(
            sources,
            server.value(RemotelyKeys.EXCLUDES).orElse(List.of()),
            List.of(),
            "lz4",
            false,
            "ctime,size",
            false,
            List.of(),
            false,
            OptionalInt.empty(),
            Duration.ofMinutes(30),
            Duration.ofMinutes(10),
            List.of("--noctime", "--noflags"),
            new ArchiveTemplate("snapshot-{utcnow}"),
            Duration.ofHours(4),
            Duration.ofHours(24),
            upkeep));
  }

  /// That tool prunes, checks and compacts whenever it runs.
  private Upkeep upkeep() {
    var always = new Frequency.Always();
    var never = new Frequency.Never();
    var rules =
        root.value(RemotelyKeys.BORG_TABLE)
            .flatMap(borg -> borg.value(RemotelyKeys.PRUNE_SETTING))
            .flatMap(PruneWords::parse);
    return rules
        .map(found ->
            new Upkeep(
                KeepPolicy.standard().withRules(found),
                new Actions(always, always, always, always, always)))
        .orElseGet(() ->
            new Upkeep(KeepPolicy.standard(), new Actions(always, never, always, never, always)));
  }
}
