package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Variables that were meant for another borg, on the controller or on a target, change nothing.
class BorgEnvironmentIT {
  private Stage stage;
  private Product tainted;

  @BeforeEach
  void set() throws IOException {
    stage = Stage.bare("web1");
    Files.writeString(stage.host("web1").data().resolve("file"), "content");
    tainted =
        new Product(script("tainted", Packaged.launcher().toString()), stage.lab().controller());
  }

  @AfterEach
  void strike() throws IOException {
    stage.close();
  }

  @Test
  void a_passphrase_in_the_environment_of_the_controller_opens_nothing() throws IOException {
    var here = Files.createDirectory(stage.lab().directory().resolve("here"));
    var fleet =
        stage
            .fleet()
            .set(true, "repository_hosts", "here", "local")
            .set(here.toString(), "repository_hosts", "here", "root")
            .set(true, "targets", "own", "local")
            .set(List.of(stage.host("web1").data().toString()), "targets", "own", "sources")
            .set("here", "targets", "own", "repository", "host")
            .set("keyfile", "targets", "own", "repository", "encryption")
            .set("always", "defaults", "actions", "check");
    var config = fleet.write(stage.lab().config("tainted"));
    var restored = stage.lab().directory().resolve("restored");

    ok(config, "init");
    ok(config, "backup");
    // By the secrets that are stored, and without the help of what was in the way.
    stage.ok(fleet, "check");
    ok(config, "check");
    ok(config, "restore", "web1::latest", "--to", restored.resolve("web1").toString());
    ok(config, "restore", "own::latest", "--to", restored.resolve("own").toString());
    assertThat(restored.resolve("own" + stage.host("web1").data()).resolve("file"))
        .hasContent("content");
  }

  @Test
  void a_passphrase_in_the_environment_of_a_target_opens_nothing() throws IOException {
    var borg = stage.host("web1").borg().toString();
    var through = script("through", "env").toString();
    var fleet =
        stage
            .fleet()
            .set(List.of(through, "BORG_PASSPHRASE=weaker", borg), "targets", "web1", "borg");

    stage.ok(fleet, "init");
    stage.ok(fleet, "backup");
    assertThat(stage.archives(fleet, "web1")).hasSize(1);
  }

  private void ok(Path config, String... words) {
    var ran = tainted.run(config, words);
    assertThat(ran.exitCode()).as(ran.said()).isZero();
  }

  private Path script(String name, String program) throws IOException {
    var file = stage.lab().controller().resolve("bin").resolve(name);
    Files.writeString(
        file,
        """
        #!/bin/sh
        export BORG_PASSPHRASE=weak BORG_NEW_PASSPHRASE=weak BORG_REPO=/nowhere BORG_RSH=false
        export BORG_KEY_FILE=/nowhere BORG_KEYS_DIR=/nowhere BORG_REMOTE_PATH=/nowhere
        export BORG_LOGGING_CONF=/nowhere BORG_EXIT_CODES=legacy
        exec %s "$@"
        """
            .formatted(program));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
