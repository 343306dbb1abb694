package dev.holdfast.lab;

import static dev.holdfast.lab.Stage.assertEnds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Passphrases are changed and keys come back, whatever dies and whoever spoils them.
@Order(-100)
class KeyIT {
  private static final int TAMPERED = 7;
  private static final int LEDGER = 9;

  @AutoClose private static Stage stage;
  private static Somebody somebody;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.open("web1");
    somebody = new Somebody(stage, "web1");
    stage.ok(stage.fleet(), "backup");
    stage.remember();
  }

  @BeforeEach
  void begin_anew() throws IOException {
    stage.goBack();
  }

  @Test
  void a_new_passphrase_opens_the_repository_and_the_old_one_does_not() throws IOException {
    var before = stage.secret("web1/passphrase");

    var ran = stage.ok(stage.fleet(), "key", "rotate", "web1");

    assertThat(ran.said()).contains("holdfast recovery-kit web1");
    var after = stage.secret("web1/passphrase");
    assertThat(after).isNotEqualTo(before);
    assertThat(listWith(after)).isZero();
    assertThat(listWith(before)).isEqualTo(2);
    assertThat(stage.secret("web1/passphrase@1")).isEqualTo(before);
    assertThat(stage.ok(stage.fleet(), "secret", "list").out().lines())
        .containsExactly("web1/key", "web1/passphrase");
    stage.ok(stage.fleet(), "backup");
    stage.ok(stage.fleet(), "audit");
    assertThat(stage.ok(stage.fleet(), "key", "rotate", "--due", "--dry-run").out())
        .contains("nothing is due");
    var due = stage.fleet().set("1s", "targets", "web1", "actions", "rotate");
    assertThat(stage.run(due, "doctor", "web1").out())
        .contains("passphrase: should be changed", "fix: holdfast key rotate web1");
  }

  @Test
  void exported_keys_are_those_of_borg() throws IOException {
    var passphrase = stage.secret("web1/passphrase");
    var exported = stage.lab().directory().resolve("exported");
    var file = stage.lab().directory().resolve("ours");

    assertThat(somebody.borgWith(passphrase, "key", "export", "::", exported.toString()).exitCode())
        .isZero();
    stage.ok(stage.fleet(), "key", "export", "web1", "--to", file.toString());
    var paper = stage.ok(stage.fleet(), "key", "export", "web1", "--paper");

    assertThat(file).hasSameTextualContentAs(exported);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    assertThat(paper.out())
        .isEqualTo(somebody.borgWith(passphrase, "key", "export", "--paper", "::").output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"changing the key", "promoting"})
  void a_controller_that_is_killed_is_caught_up_with(String step) throws IOException {
    var before = stage.secret("web1/passphrase");
    var running = stage.start(stage.fleet(), "key", "rotate", "web1");
    Stage.eventually("it says: " + step, () -> running.told().contains(step));
    running.kill();
    assertThat(running.await().exitCode()).isEqualTo(137);

    var kept = List.of("web1/passphrase", "web1/passphrase.pending");
    assertThat(kept).anySatisfy(name -> assertThat(listWith(stage.secret(name))).isZero());
    stage.ok(stage.fleet(), "audit");
    stage.ok(stage.fleet(), "backup");
    var ran = stage.ok(stage.fleet(), "key", "rotate", "web1");
    assertThat(ran.said()).contains("that was begun");
    assertThat(stage.secret("web1/passphrase")).isNotEqualTo(before);
    assertThat(listWith(stage.secret("web1/passphrase"))).isZero();
    stage.ok(stage.fleet(), "findings");
    stage.assertNothingLeft();
  }

  @Test
  void a_key_that_the_repository_has_lost_is_put_back() throws IOException {
    var config = stage.repository("web1").resolve("config");
    var whole = Files.readString(config);
    Files.writeString(config, whole.replaceAll("(?s)\\nkey = .*?\\n(?=\\S|\\n)", "\nkey = \n"));
    assertThat(listWith(stage.secret("web1/passphrase"))).isEqualTo(2);
    assertEnds(stage.run(stage.fleet(), "backup"), TAMPERED, "LDG-004");

    assertEnds(stage.run(stage.fleet(), "key", "restore", "web1", "--dry-run"), 0, "no key");
    assertEnds(stage.run(stage.fleet(), "key", "restore", "web1"), LEDGER, "LDG-006");
    assertThat(listWith(stage.secret("web1/passphrase"))).isEqualTo(2);
    stage.ok(stage.fleet(), "key", "restore", "web1", "--yes");

    assertThat(listWith(stage.secret("web1/passphrase"))).isZero();
    stage.ok(stage.fleet(), "backup");
    assertEnds(stage.run(stage.fleet(), "key", "restore", "web1"), 0, "nothing to do");
  }

  @Test
  void a_kept_key_that_is_not_the_repositorys_stops_maintenance() throws IOException {
    var checking = stage.fleet().set("always", "defaults", "actions", "check");
    stage.ok(checking, "check", "web1");
    var setting = stage.ask(stage.fleet(), "secret", "set", "web1/key");
    setting.tell("no key at all");
    assertThat(setting.await().exitCode()).isZero();

    assertEnds(stage.run(checking, "check", "web1"), LEDGER, "KEY-003", "web1/key");
    assertEnds(stage.run(stage.fleet(), "findings"), 1, "escrow-differs");
    stage.ok(stage.fleet(), "init");
    stage.ok(checking, "check", "web1");
  }

  @Test
  void a_login_key_is_replaced_on_every_host_and_a_kill_locks_nobody_out() throws IOException {
    var hosts = List.of(stage.lab().vault(), stage.host("web1"));
    for (var host : hosts) {
      Files.createSymbolicLink(host.directory().resolve("home/.ssh"), Path.of("../sshd"));
    }
    var before = Files.readString(authorizedKeys(hosts.getFirst()));
    var fleet = stage.fleet();
    fleet.set("age:keys/login", "targets", "web1", "key");
    fleet.set("age:keys/login", "repository_hosts", "vault", "key");
    try {
      var setting = stage.ask(fleet, "secret", "set", "keys/login");
      setting.tell(Files.readString(stage.lab().controller().resolve("id_ed25519")).strip());
      assertThat(setting.await().exitCode()).isZero();
      for (var step : List.of("new login key at vault", "old login key at vault")) {
        var running = stage.start(fleet, "key", "rotate", "--ssh", "web1");
        Stage.eventually("it says: " + step, () -> running.told().contains(step));
        running.kill();
        assertThat(running.await().exitCode()).isEqualTo(137);
        stage.ok(fleet, "backup");
      }
      stage.ok(fleet, "key", "rotate", "--ssh", "web1");

      stage.ok(fleet, "backup");
      assertEnds(stage.run(stage.fleet(), "backup"), 5, "SSH-004");
      for (var host : hosts) {
        assertThat(Files.readString(authorizedKeys(host))).hasLineCount(1).isNotEqualTo(before);
      }
      assertThat(stage.ok(fleet, "secret", "list").out())
          .contains("keys/login")
          .doesNotContain("keys/login.");
    } finally {
      for (var host : hosts) {
        Files.writeString(authorizedKeys(host), before);
      }
    }
  }

  private static Path authorizedKeys(LabHost host) {
    return host.directory().resolve("sshd/authorized_keys");
  }

  @Test
  void what_cannot_be_written_is_refused_before_anything_happens() throws IOException {
    var file = Files.writeString(stage.lab().controller().resolve("passphrase"), "a passphrase");
    var fixed = stage.fleet().set("file:" + file, "targets", "web1", "repository", "passphrase");
    assertEnds(stage.run(fixed, "key", "rotate", "web1"), 4, "SEC-004", "age:NAME");
    assertEnds(stage.run(stage.fleet(), "key", "rotate"), 2, "CLI-001", "--all");
    assertEnds(
        stage.run(stage.fleet(), "key", "rotate", "--all", "--dry-run"),
        0,
        "a new passphrase into age:web1/passphrase");
  }

  /// How borg ends that lists the archives with this passphrase.
  private static int listWith(String passphrase) {
    return somebody.borgWith(passphrase, "list", "::").exitCode();
  }
}
