package dev.holdfast.fleet.config.read;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.retention.Period;
import dev.holdfast.fleet.config.ArchiveLimits;
import dev.holdfast.fleet.config.Encryption;
import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.ExecEnvironment;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.inline.InlineSecrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetParserTest {
  static final String YAML =
      """
      version: 1
      limits: { runs: 10, connect: 5s, window_budget: 64MiB }
      defaults:
        sources: [/etc]
        excludes: ["*.tmp"]
        key: file:keys/fleet
        repository: { host: vault1 }
      policies:
        databases:
          +sources: [/var/lib/mysql]
          compression: zstd,6
      groups:
        web:
          policy: databases
          user: backup
          borg: sudo -n borg
          jump: bastion
          +excludes: [/home/*/.cache]
      bastions:
        bastion: { host: b.example.org, key: age:bastion/key }
      repository_hosts:
        vault1:
          host: backup.example.org
          port: 2222
          key: file:/etc/holdfast/vault1
          known_hosts: %s
          root: /srv/borg
        here: { local: true, root: /srv/local }
      targets:
        web1: { host: web1.example.org, group: web, +excludes: [/x] }
        db1:
          host: 2001:db8::1
          one_file_system: true
          repository: { host: here, path: "db/{target}", encryption: repokey-blake2 }
      """
          .formatted(KnownReferences.PIN);

  static Fleet parse(String text) {
    return FleetParser.parse(
        ConfigSource.ofFile("fleet.yaml", text.getBytes(StandardCharsets.UTF_8), "/etc/holdfast"),
        _ -> new KnownReferences(),
        new InlineSecrets());
  }

  private static Target target(String name) {
    return requireNonNull(parse(YAML).targets().get(name));
  }

  @Test
  void targets_inherit_from_fleet_group_and_policy() {
    var web1 = target("web1");

    assertThat(web1.policy().sources()).containsExactly("/etc", "/var/lib/mysql");
    assertThat(web1.policy().excludes()).containsExactly("*.tmp", "/home/*/.cache", "/x");
    assertThat(web1.policy().compression()).isEqualTo("zstd,6");
    assertThat(web1.borg()).containsExactly("sudo", "-n", "borg");
    assertThat(web1.repository().path()).isEqualTo("/srv/borg/web1");
    assertThat(web1.repository().encryption()).isEqualTo(Encryption.REPOKEY);
    assertThat(web1.repository().passphrase())
        .contains(new SecretRef(SecretRef.Scheme.AGE, "web1/passphrase"));
    assertThat(web1.endpoint())
        .isInstanceOfSatisfying(
            Endpoint.Ssh.class,
            ssh -> {
              assertThat(ssh.user()).isEqualTo("backup");
              assertThat(ssh.key()).hasToString("file:/etc/holdfast/keys/fleet");
              assertThat(ssh.jumps()).extracting(Endpoint.Ssh::name).containsExactly("bastion");
            });
  }

  @Test
  void what_is_said_of_one_target_stays_with_it() {
    var db1 = target("db1");

    assertThat(db1.policy().sources()).containsExactly("/etc");
    assertThat(db1.policy().oneFileSystem()).isTrue();
    assertThat(db1.repository().path()).isEqualTo("/srv/local/db/db1");
    assertThat(db1.repository().host().endpoint()).isEqualTo(new Endpoint.Local("here"));
    assertThat(db1.repository().encryption()).isEqualTo(Encryption.REPOKEY_BLAKE2);
  }

  @Test
  void limits_that_are_not_written_are_the_usual_ones() {
    var limits = parse(YAML).limits();

    assertThat(limits.runsMax()).isEqualTo(10);
    assertThat(limits.connectDeadline()).isEqualTo(Duration.ofSeconds(5));
    assertThat(limits.windowBudgetBytes()).isEqualTo(64L << 20);
    assertThat(limits.startDeadline()).isEqualTo(Duration.ofSeconds(90));
    assertThat(limits.archive()).isEqualTo(ArchiveLimits.defaults());
  }

  @Test
  void what_one_backup_may_add_can_be_said() {
    var said =
        YAML.replace(
            "window_budget: 64MiB",
            "clock_tolerance: 2m, archive_items: 1000, archive_size: 2TiB, session_chunks: 5000000");
    assertThat(parse(said).limits().archive())
        .isEqualTo(new ArchiveLimits(Duration.ofMinutes(2), 1000, 2L << 40, 5_000_000));
  }

  @Test
  void the_secret_store_is_beside_the_configuration() {
    assertThat(parse(YAML).settings().ageStore())
        .hasValueSatisfying(store -> {
          assertThat(store.store()).isEqualTo("/etc/holdfast/secrets.age");
          assertThat(store.identity()).isEqualTo("/etc/holdfast/identity.txt");
        });
  }

  @Test
  void a_host_without_pins_is_noted() {
    assertThat(parse(YAML).settings().notes())
        .anySatisfy(note -> assertThat(note).contains("target web1", "known_hosts"));
  }

  @Test
  void how_long_archives_stay_is_inherited_key_by_key() {
    var fleet =
        Parsing.yaml(
            """
            version: 1
            defaults:
              sources: [/etc]
              repository: { host: here }
              retention: { within: 1m, daily: 7, 13weekly: 4, time_zone: Europe/Berlin }
              actions: { prune: 1d }
            repository_hosts: { here: { local: true, root: /srv } }
            targets:
              a: { local: true, retention: { daily: -1, floor: 5 }, actions: { check: always } }
            """);
    var upkeep = requireNonNull(fleet.targets().get("a")).policy().upkeep();
    assertThat(upkeep.retention().rules().orElseThrow().counts())
        .containsOnly(Map.entry(Period.DAILY, -1), Map.entry(Period.QUARTERLY_13WEEKLY, 4));
    assertThat(upkeep.retention().rules().orElseThrow().within()).contains(Duration.ofDays(31));
    assertThat(upkeep.retention().floor()).isEqualTo(5);
    assertThat(upkeep.retention().zone().getId()).isEqualTo("Europe/Berlin");
    assertThat(upkeep.actions().prune().isAllowed()).isTrue();
    assertThat(upkeep.actions().check().isAllowed()).isTrue();
    assertThat(upkeep.actions().compact().isAllowed()).isFalse();
  }

  @Test
  void upkeep_that_makes_no_sense_is_a_mistake() {
    var host = "version: 1\nrepository_hosts: { here: { local: true, root: /srv } }\ntargets:\n";
    var target = "  a: { local: true, sources: [/etc], repository: { host: here }, ";
    for (var upkeep :
        List.of(
            "actions: { prune: 1d }",
            "actions: { prune: sometimes }",
            "retention: { within: 1h }",
            "retention: { last: 3, secondly: 3 }",
            "retention: { daily: -2 }",
            "retention: { time_zone: Mars/North }",
            "retention: { floor: 0 }")) {
      assertThat(Parsing.faults(host + target + upkeep + " }\n")).as(upkeep).hasSize(1);
    }
  }

  @Test
  void a_command_gets_each_variable_from_the_nearest_place() {
    var fleet =
        Parsing.yaml(
            """
            version: 1
            defaults:
              key: file:/k
              sources: [/etc]
              repository: { host: here }
              exec: { env: { A: "age:{target}/a", B: env:B } }
            groups:
              web: { exec: { env: { B: age:web/b, C: file:c } } }
            repository_hosts:
              here: { local: true, root: /srv }
            targets:
              web1: { local: true, group: web, exec: { env: { C: systemd:c } } }
              web2: { local: true }
            """);

    assertThat(variables(fleet.settings().exec())).containsExactly("A=age:{target}/a", "B=env:B");
    assertThat(variables(of(fleet, "web1")))
        .containsExactly("A=age:web1/a", "B=age:web/b", "C=systemd:c");
    assertThat(variables(of(fleet, "web2"))).containsExactly("A=age:web2/a", "B=env:B");
  }

  @Test
  void a_server_for_messages_and_its_token_come_from_the_nearest_place_each() {
    var fleet =
        Parsing.yaml(
            """
            version: 1
            defaults:
              key: file:/k
              sources: [/etc]
              repository: { host: here }
              exec: { ntfy_server: "https://ntfy.example.org/", ntfy_token: "age:{target}/ntfy" }
            repository_hosts:
              here: { local: true, root: /srv }
            targets:
              web1: { local: true }
              web2: { local: true, exec: { ntfy_token: "env:TOKEN" } }
            """);

    var server = Optional.of(URI.create("https://ntfy.example.org"));
    assertThat(of(fleet, "web1").ntfy())
        .isEqualTo(new ExecEnvironment.Ntfy(server, SecretRef.parse("age:web1/ntfy")));
    assertThat(of(fleet, "web2").ntfy())
        .isEqualTo(new ExecEnvironment.Ntfy(server, SecretRef.parse("env:TOKEN")));
    var host = "repository_hosts: { here: { local: true, root: /srv } }\nversion: 1\n";
    assertThat(
            Parsing.faults(
                host
                    + "defaults: { exec: { ntfy_server: \"http://ntfy.example.org\" } }\ntargets: {}\n"))
        .anyMatch(fault -> fault.toString().contains("in clear over a network"));
  }

  private static ExecEnvironment of(Fleet fleet, String target) {
    return requireNonNull(fleet.targets().get(target)).exec();
  }

  private static List<String> variables(ExecEnvironment exec) {
    return exec.variables().entrySet().stream().map(Object::toString).toList();
  }
}
