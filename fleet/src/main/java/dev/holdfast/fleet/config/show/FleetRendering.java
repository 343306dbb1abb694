package dev.holdfast.fleet.config.show;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.ExecEnvironment;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.LedgerSettings;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.config.Policy;
import dev.holdfast.fleet.config.Repository;
import dev.holdfast.fleet.config.RepositoryHost;
import dev.holdfast.fleet.config.Settings;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.secrets.vault.VaultSettings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A fleet with every default and limit filled in and every inheritance done, in the shape of the
/// configuration; what it prints can be read again and means the same.
public final class FleetRendering {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private FleetRendering() {}

  /// As YAML.
  public static String show(Fleet fleet) {
    return YamlText.of(table(fleet));
  }

  /// As JSON.
  public static String json(Fleet fleet) {
    return JSON.writeValueAsString(table(fleet)) + "\n";
  }

  private static SequencedMap<String, Object> table(Fleet fleet) {
    var table = new LinkedHashMap<String, Object>();
    table.put("version", 1);
    var secrets = secrets(fleet.settings());
    if (!secrets.isEmpty()) {
      table.put("secrets", secrets);
    }
    fleet.settings().stateDirectory().ifPresent(path -> table.put("state_directory", path));
    table.put("ledger", ledger(fleet.settings().ledger()));
    table.put("limits", limits(fleet.limits()));
    exec(fleet.settings().exec()).ifPresent(exec -> table.put("defaults", Map.of("exec", exec)));
    table.put("bastions", bastions(fleet));
    table.put("repository_hosts", tables(fleet.repositoryHosts(), FleetRendering::host));
    table.put("targets", tables(fleet.targets(), FleetRendering::target));
    return table;
  }

  private static SequencedMap<String, Object> secrets(Settings settings) {
    var secrets = new LinkedHashMap<String, Object>();
    settings
        .ageStore()
        .ifPresent(
            age -> secrets.put("age", tableOf("store", age.store(), "identity", age.identity())));
    if (!settings.vault().equals(VaultSettings.none())) {
      secrets.put("vault", VaultTable.of(settings.vault()));
    }
    return secrets;
  }

  private static SequencedMap<String, Object> tableOf(
      String first, Object one, String second, Object two) {
    var table = new LinkedHashMap<String, Object>();
    table.put(first, one);
    table.put(second, two);
    return table;
  }

  private static <T> SequencedMap<String, Object> tables(
      SequencedMap<String, T> values, java.util.function.Function<T, Object> table) {
    var tables = new LinkedHashMap<String, Object>();
    values.forEach((name, value) -> tables.put(name, table.apply(value)));
    return tables;
  }

  private static SequencedMap<String, Object> ledger(LedgerSettings ledger) {
    var table = new LinkedHashMap<String, Object>();
    ledger
        .server()
        .ifPresent(server -> {
          table.put("url", Texts.literal(server.url()));
          table.put("user", Texts.literal(server.user()));
          server.password().ifPresent(ref -> table.put("password", ref.toString()));
        });
    table.put("first_use", ledger.firstUse().name().toLowerCase(Locale.ROOT));
    return table;
  }

  private static SequencedMap<String, Object> limits(Limits limits) {
    var table =
        tableOf("runs", limits.runsMax(), "runs_per_jump_host", limits.runsPerJumpHostMax());
    table.put("connect", Texts.duration(limits.connectDeadline()));
    table.put("keep_alive", Texts.duration(limits.keepAliveInterval()));
    table.put("keep_alives_lost", limits.keepAlivesLostMax());
    table.put("socket", Texts.duration(limits.socketDeadline()));
    table.put("first_frame", Texts.duration(limits.firstFrameDeadline()));
    table.put("start", Texts.duration(limits.startDeadline()));
    table.put("end", Texts.duration(limits.endDeadline()));
    table.put("window_budget", Texts.size(limits.windowBudgetBytes()));
    table.put("clock_tolerance", Texts.duration(limits.archive().clockTolerance()));
    table.put("archive_items", limits.archive().itemsMax());
    table.put("archive_size", Texts.size(limits.archive().bytesMax()));
    table.put("session_chunks", limits.archive().chunksMax());
    return table;
  }

  /// The jump hosts of all endpoints, by name.
  public static SequencedMap<String, Object> bastions(Fleet fleet) {
    var bastions = new LinkedHashMap<String, Object>();
    Stream.concat(
            fleet.repositoryHosts().values().stream().map(RepositoryHost::endpoint),
            fleet.targets().values().stream().map(Target::endpoint))
        .forEach(endpoint -> {
          if (endpoint instanceof Endpoint.Ssh ssh) {
            ssh.jumps().forEach(jump -> bastions.put(jump.name(), EndpointTable.of(jump)));
          }
        });
    return bastions;
  }

  private static Object host(RepositoryHost host) {
    var table = EndpointTable.of(host.endpoint());
    if (!host.root().isEmpty()) {
      table.put("root", Texts.literal(host.root()));
    }
    table.put("borg", Texts.literal(host.borg()));
    table.put("runs", host.runsMax());
    return table;
  }

  private static Object target(Target target) {
    var table = EndpointTable.of(target.endpoint());
    table.put("borg", Texts.literals(target.borg()));
    table.put("repository", repository(target.repository()));
    table.putAll(policy(target.policy()));
    exec(target.exec()).ifPresent(exec -> table.put("exec", exec));
    return table;
  }

  private static Optional<Object> exec(ExecEnvironment exec) {
    var table = new LinkedHashMap<String, Object>();
    if (!exec.variables().isEmpty()) {
      var env = new LinkedHashMap<String, Object>();
      exec.variables().forEach((name, ref) -> env.put(name, ref.toString()));
      table.put("env", env);
    }
    exec.ntfy().server().ifPresent(server -> table.put("ntfy_server", server.toString()));
    exec.ntfy().token().ifPresent(ref -> table.put("ntfy_token", ref.toString()));
    return Optional.<Object>of(table).filter(_ -> !table.isEmpty());
  }

  private static Object repository(Repository repository) {
    var table = tableOf("host", repository.host().name(), "path", Texts.literal(repository.path()));
    table.put("encryption", repository.encryption().borgName());
    repository.passphrase().ifPresent(ref -> table.put("passphrase", ref.toString()));
    repository.key().ifPresent(ref -> table.put("key", ref.toString()));
    return table;
  }

  private static SequencedMap<String, Object> policy(Policy policy) {
    var table =
        tableOf(
            "sources", Texts.literals(policy.sources()),
            "excludes", Texts.literals(policy.excludes()));
    table.put("patterns", Texts.literals(policy.patterns()));
    table.put("compression", policy.compression());
    table.put("one_file_system", policy.oneFileSystem());
    table.put("files_cache", policy.filesCache());
    table.put("exclude_caches", policy.excludeCaches());
    table.put("exclude_if_present", Texts.literals(policy.excludeIfPresent()));
    table.put("keep_exclude_tags", policy.keepExcludeTags());
    policy.uploadRateKib().ifPresent(kib -> table.put("upload_rate", Texts.size((long) kib << 10)));
    table.put("checkpoint", Texts.duration(policy.checkpointInterval()));
    table.put("lock_wait", Texts.duration(policy.lockWait()));
    table.put("extra_create_options", Texts.literals(policy.extraCreateOptions()));
    table.put("archive_name", policy.archiveName().text());
    table.put("idle_deadline", Texts.duration(policy.idleDeadline()));
    table.put("run_deadline", Texts.duration(policy.runDeadline()));
    table.put("retention", UpkeepTable.retention(policy.upkeep().retention()));
    table.put("actions", UpkeepTable.actions(policy.upkeep().actions()));
    return table;
  }
}
