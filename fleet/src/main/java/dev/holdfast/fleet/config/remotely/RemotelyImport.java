package dev.holdfast.fleet.config.remotely;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.config.shape.Reading;
import dev.holdfast.fleet.config.shape.References;
import dev.holdfast.fleet.config.show.EndpointTable;
import dev.holdfast.fleet.config.show.FleetRendering;
import dev.holdfast.fleet.config.show.Texts;
import dev.holdfast.fleet.config.show.UpkeepTable;
import dev.holdfast.fleet.config.show.YamlText;
import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.fleet.config.tree.ConfigTree;
import dev.holdfast.fleet.config.tree.Faults;
import dev.holdfast.fleet.config.tree.Position;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.inline.InlineSecrets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns a configuration of borg-backup-remotely into Holdfast's own, with references in place of
/// its keys and passphrases.
public final class RemotelyImport {
  private static final String HEAD =
      """
      # Holdfast fleet, made from a configuration of borg-backup-remotely.
      # References stand where its keys and passphrases were.
      """;

  private final InlineSecrets inline = new InlineSecrets();
  private final List<Kept> secrets = new ArrayList<>();

  private RemotelyImport() {}

  /// A secret of the old configuration and the reference that the new one has for it.
  public record Kept(SecretRef ref, Secret secret) {}

  /// What comes out.
  ///
  /// @param yaml the new configuration
  /// @param secrets to be kept under their references before it is used; the caller closes them
  public record Imported(String yaml, List<Kept> secrets) {
    public Imported {
      secrets = List.copyOf(secrets);
    }
  }

  /// Converts a configuration.
  ///
  /// @throws dev.holdfast.fleet.config.ConfigException with everything that is wrong in it
  public static Imported toYaml(ConfigSource source) {
    return new RemotelyImport().convert(source);
  }

  private Imported convert(ConfigSource source) {
    var faults = new Faults(source.name());
    var table = ConfigTree.read(source, faults);
    if (!RemotelyReader.recognises(table)) {
      throw faults.exception(
          Position.START,
          "this is no configuration of borg-backup-remotely",
          "it has a table [Borg] and tables [[Servers]]");
    }
    var reading = new Reading(faults, new NoReferences(), Optional.empty(), "");
    try (inline) {
      var fleet = new RemotelyReader(table, reading, inline).read();
      faults.throwIfAny();
      var yaml = YamlText.of(document(fleet));
      return new Imported(HEAD + prune(fleet) + "\n" + yaml, secrets);
    }
  }

  private static final class NoReferences implements References {
    @Override
    public String open(SecretRef ref) {
      throw new IllegalStateException("this format has no references");
    }

    @Override
    public String read(String path) {
      throw new IllegalStateException("this format names no files");
    }
  }

  private static String prune(Fleet fleet) {
    return fleet
        .settings()
        .pruneSetting()
        .filter(setting -> !setting.isBlank())
        .map(setting -> "# PruneSetting was: " + setting.replaceAll("\\p{Cntrl}+", " ") + "\n")
        .orElse("");
  }

  private Map<String, Object> document(Fleet fleet) {
    var document = new LinkedHashMap<String, Object>();
    document.put("version", 1);
    fleet.targets().values().stream()
        .findFirst()
        .ifPresent(target -> document.put("defaults", defaults(target)));
    var hosts = new LinkedHashMap<String, Object>();
    fleet
        .repositoryHosts()
        .forEach((name, host) -> {
          var table = endpoint(name, host.endpoint());
          table.put("root", host.root());
          hosts.put(name, table);
        });
    var targets = new LinkedHashMap<String, Object>();
    fleet.targets().forEach((name, target) -> targets.put(name, target(name, target)));
    var bastions = bastions(fleet);
    if (!bastions.isEmpty()) {
      document.put("bastions", bastions);
    }
    document.put("repository_hosts", hosts);
    document.put("targets", targets);
    return document;
  }

  /// What that tool does for every server alike.
  private static Map<String, Object> defaults(Target target) {
    var policy = target.policy();
    var defaults = new LinkedHashMap<String, Object>();
    defaults.put("files_cache", policy.filesCache());
    defaults.put("lock_wait", Texts.duration(policy.lockWait()));
    defaults.put("extra_create_options", policy.extraCreateOptions());
    defaults.put("archive_name", policy.archiveName().text());
    var repository = new LinkedHashMap<String, Object>();
    repository.put("host", target.repository().host().name());
    repository.put("encryption", target.repository().encryption().borgName());
    defaults.put("repository", repository);
    defaults.put("retention", UpkeepTable.retention(policy.upkeep().retention()));
    defaults.put("actions", UpkeepTable.actions(policy.upkeep().actions()));
    return defaults;
  }

  private Map<String, Object> endpoint(String name, Endpoint endpoint) {
    var table = new LinkedHashMap<>(EndpointTable.of(endpoint));
    if (endpoint instanceof Endpoint.Ssh ssh) {
      table.put("key", moved(ssh.key(), name + "/ssh-key").toString());
    }
    return table;
  }

  private Map<String, Object> bastions(Fleet fleet) {
    var bastions = new LinkedHashMap<String, Object>();
    FleetRendering.bastions(fleet)
        .forEach((name, table) -> {
          var bastion = new LinkedHashMap<String, Object>();
          ((Map<?, ?>) table).forEach((key, value) -> bastion.put(key.toString(), value));
          var owner = name.substring(0, name.length() - ConnectionReader.JUMP_SUFFIX.length());
          bastion.put("key", "age:" + owner + "/ssh-key");
          bastions.put(name, bastion);
        });
    return bastions;
  }

  private Map<String, Object> target(String name, Target target) {
    var table = endpoint(name, target.endpoint());
    table.put("sources", Texts.literals(target.policy().sources()));
    if (!target.policy().excludes().isEmpty()) {
      table.put("excludes", Texts.literals(target.policy().excludes()));
    }
    var repository = new LinkedHashMap<String, Object>();
    repository.put("path", target.repository().path());
    target
        .repository()
        .passphrase()
        .ifPresent(
            ref -> repository.put("passphrase", moved(ref, name + "/passphrase").toString()));
    table.put("repository", repository);
    return table;
  }

  private SecretRef moved(SecretRef from, String name) {
    var ref = new SecretRef(SecretRef.Scheme.AGE, name);
    inline.find(from.locator()).ifPresent(secret -> secrets.add(new Kept(ref, secret)));
    return ref;
  }
}
