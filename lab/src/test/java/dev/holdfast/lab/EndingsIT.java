package dev.holdfast.lab;

import static dev.holdfast.lab.Stage.assertEnds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whatever dies or freezes in the middle of a run, nothing stays behind and the next run succeeds.
class EndingsIT {
  @AutoClose private static Stage stage;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.open("web1");
  }

  @AfterEach
  void the_next_run_succeeds_and_nothing_is_left() throws IOException {
    stage.host("web1").healBorg();
    stage.lab().vault().healBorg();
    stage.assertNothingLeft();
    stage.ok(stage.fleet(), "backup", "web1");
    stage.assertNothingLeft();
  }

  @Test
  void a_killed_controller_leaves_nothing_on_the_target() throws IOException {
    var running = startSlowBackup();
    running.kill();
    assertThat(running.await().exitCode()).isEqualTo(137);
  }

  @Test
  void ctrl_c_ends_the_run_cleanly() throws IOException {
    var running = startSlowBackup();
    running.interrupt();
    var ran = running.await();
    assertThat(ran.exitCode()).as(ran.said()).isEqualTo(130);
    assertThat(ran.err()).doesNotContain("Exception");
  }

  @Test
  void a_frozen_target_is_given_up() throws IOException {
    var running = startSlowBackup();
    stage.host("web1").sshd().freezeSessions();
    var ran = running.await();
    stage.host("web1").sshd().thawSessions();
    assertThat(ran.exitCode()).as(ran.said()).isIn(5, 8);
    assertThat(ran.said()).contains("web1").containsAnyOf("SSH-006", "RUN-001");
  }

  @Test
  void a_target_whose_connection_breaks_is_named() throws IOException {
    var running = startSlowBackup();
    stage.host("web1").sshd().killSessions();
    var ran = running.await();
    assertEnds(ran, 5, "SSH-006", "web1");
  }

  @Test
  void a_repository_host_that_ends_late_delays_but_does_not_fail() throws IOException {
    stage.lab().vault().replaceBorg("\"$REAL_BORG\" \"$@\"; rc=$?; sleep 3; exit $rc");
    stage.ok(stage.fleet(), "backup", "web1");
    stage.ok(stage.fleet(), "backup", "web1");
  }

  /// A backup that has begun to send and would take minutes.
  private static Product.Running startSlowBackup() throws IOException {
    var marker = stage.host("web1").directory().resolve("started");
    Files.deleteIfExists(marker);
    stage.host("web1").replaceBorg("touch '%s'; exec \"$REAL_BORG\" \"$@\"".formatted(marker));
    var bytes = new byte[8 << 20];
    new SplittableRandom(System.nanoTime()).nextBytes(bytes);
    Files.write(stage.host("web1").data().resolve("much"), bytes);
    var segments = stage.lab().repositories().resolve("web1/data");
    var fleet =
        stage
            .fleet()
            .set("1s", "limits", "keep_alive")
            .set("5s", "targets", "web1", "idle_deadline")
            .set("50KiB", "targets", "web1", "upload_rate");
    var running = stage.start(fleet, "backup", "web1");
    Stage.eventually("borg runs on web1", () -> Files.exists(marker));
    var lock = segments.resolveSibling("lock.exclusive");
    Stage.eventually("borg holds the repository", () -> Files.exists(lock));
    return running;
  }
}
