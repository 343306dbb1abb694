package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.ThrowawayPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

/// Controllers that share a ledger in PostgreSQL, or forget everything else after each call.
class LedgerServerIT {
  @Test
  void a_controller_that_forgets_its_state_directory_is_held_to_the_shared_ledger()
      throws IOException {
    try (var server = ThrowawayPostgres.start();
        var stage = Stage.bare("web1")) {
      Files.writeString(stage.host("web1").data().resolve("file"), "content");
      var fleet =
          stage
              .fleet()
              .set(server.freshDatabase("ledger"), "ledger", "url")
              .set(server.user(), "ledger", "user")
              .set("file:" + passwordFile(stage, server), "ledger", "password");
      stage.ok(fleet, "init");
      forget(stage);
      stage.ok(fleet, "backup");
      forget(stage);
      stage.ok(fleet, "backup");
      stage.ok(fleet, "audit");
      assertThat(stage.lab().controller().resolve("state/holdfast.db")).doesNotExist();

      var elsewhere = stage.run(stage.fleet(), "backup");
      assertThat(elsewhere.exitCode()).as(elsewhere.said()).isEqualTo(9);
      assertThat(elsewhere.said()).contains("LDG-003").doesNotContain(server.password());
    }
  }

  private static Path passwordFile(Stage stage, ThrowawayPostgres server) throws IOException {
    var mode = PosixFilePermissions.fromString("rw-------");
    var file = stage.lab().controller().resolve("ledger-password");
    Files.createFile(file, PosixFilePermissions.asFileAttribute(mode));
    return Files.writeString(file, server.password() + "\n");
  }

  private static void forget(Stage stage) throws IOException {
    var state = stage.lab().controller().resolve("state");
    if (!Files.exists(state)) {
      return;
    }
    try (var files = Files.walk(state)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
