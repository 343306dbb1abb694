package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// A target that is taken over uses everything a run gives it: the socket, the passphrase and a
/// genuine borg. History does not change, and the next honest run succeeds.
@Order(-75)
class AttackIT {
  @AutoClose private static Stage stage;

  /// What the last honest run left.
  private static List<Archive> history = List.of();

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.open("web1", "web2");
    stage.ok(stage.fleet(), "backup");
    stage.ok(stage.fleet(), "backup", "web1");
    history = stage.archives(stage.fleet(), "web1");
  }

  @AfterEach
  void the_next_honest_run_succeeds() throws IOException {
    stage.host("web1").healBorg();
    stage.assertNothingLeft();
    stage.ok(stage.fleet(), "backup", "web1");
    var now = stage.archives(stage.fleet(), "web1");
    assertThat(now.subList(0, history.size())).as("after the attack").isEqualTo(history);
    assertThat(now).hasSize(history.size() + 1);
    history = now;
  }

  @Test
  void deleting_an_archive_is_refused() throws IOException {
    assertRefused("\"$REAL_BORG\" delete --first 1");
  }

  @Test
  void deleting_the_repository_is_refused() throws IOException {
    assertRefused("BORG_DELETE_I_KNOW_WHAT_I_AM_DOING=YES \"$REAL_BORG\" delete");
  }

  @Test
  void pruning_is_refused() throws IOException {
    assertRefused("\"$REAL_BORG\" prune --keep-last 1");
  }

  @Test
  void breaking_the_lock_is_refused() throws IOException {
    assertRefused("\"$REAL_BORG\" break-lock");
  }

  @Test
  void compacting_is_refused() throws IOException {
    assertRefused("\"$REAL_BORG\" compact --threshold 0");
  }

  /// The genuine passphrase stays with the controller; what the target is given opens one session.
  @Test
  void the_passphrase_of_a_run_does_not_open_the_repository_later() throws IOException {
    var home = stage.host("web1").directory().resolve("home");
    var ran =
        attacked(
            "cat >\"$HOME/stolen\"; BORG_PASSPHRASE=$(cat \"$HOME/stolen\") BORG_PASSPHRASE_FD="
                + " \"$REAL_BORG\" list >/dev/null");
    assertThat(ran.exitCode()).as(ran.said()).isNotZero();
    var stolen = Files.readString(home.resolve("stolen"));
    assertThat(stolen).isNotBlank();
    var said = list(stolen, stage.repository("web1"));
    assertThat(said).contains("passphrase supplied in", "is incorrect");
  }

  /// What borg says when a passphrase is tried on the repository itself.
  private static String list(String passphrase, Path repository) throws IOException {
    var builder = new ProcessBuilder("borg", "list", repository.toString());
    builder.environment().put("BORG_PASSPHRASE", passphrase);
    builder.environment().put("BORG_BASE_DIR", Files.createTempDirectory("thief").toString());
    var process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as(said).isNotZero();
    return said;
  }

  @Test
  void changing_the_passphrase_of_the_key_is_refused() throws IOException {
    assertRefused("BORG_NEW_PASSPHRASE=mine \"$REAL_BORG\" key change-passphrase");
  }

  @Test
  void another_repository_is_out_of_reach() throws IOException {
    var fleet = stage.fleet();
    var before = stage.archives(fleet, "web2");
    var other = stage.repository("web2");
    stage
        .host("web1")
        .replaceBorg(
            "BORG_REPO='ssh://holdfast%s' \"$REAL_BORG\" list >\"$HOME/seen\"".formatted(other));

    var ran = stage.run(fleet, "backup", "web1");

    assertThat(ran.exitCode()).as(ran.said()).isNotZero();
    assertThat(stage.archives(fleet, "web2")).isEqualTo(before);
    assertThat(Files.readString(stage.host("web1").directory().resolve("home/seen")))
        .doesNotContain("web2-");
  }

  private static void assertRefused(String attack) throws IOException {
    var ran = attacked(attack);
    assertThat(ran.exitCode()).as(ran.said()).isEqualTo(7);
    assertThat(ran.err()).contains("GRD-001", "web1");
  }

  private static Ran attacked(String attack) throws IOException {
    stage.host("web1").replaceBorg(attack);
    return stage.run(stage.fleet(), "backup", "web1");
  }
}
