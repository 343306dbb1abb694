package dev.holdfast.lab;

import static dev.holdfast.lab.Stage.assertEnds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is not known is never told as if all were well.
class StateIT {
  private static final int LEDGER = 9;

  private static Stage stage;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.bare("web1", "web2");
    Files.writeString(stage.host("web1").data().resolve("file"), "content");
    for (var command : new String[] {"audit", "list", "backup", "findings"}) {
      assertEnds(stage.run(stage.fleet(), command), LEDGER, "LDG-003", "holdfast init");
    }
    stage.ok(stage.fleet(), "init");
    stage.ok(stage.fleet(), "backup", "web1");
  }

  @AfterAll
  static void strike() throws IOException {
    stage.close();
  }

  @Test
  void a_state_directory_that_is_elsewhere_or_none_is_not_one_without_findings()
      throws IOException {
    var fleet = stage.fleet().set(5, "targets", "web1", "retention", "daily");
    var nowhere = stage.lab().directory().resolve("nowhere").toString();
    assertEnds(stage.run(fleet, "--state-dir", nowhere, "findings"), LEDGER, "LDG-003", nowhere);
    assertEnds(
        stage.run(fleet, "--state-dir", nowhere, "prune", "--dry-run", "web1"), LEDGER, "LDG-003");
    assertEnds(stage.run(fleet, "--state-dir", nowhere, "hold", "web1"), LEDGER, "LDG-003");
    var listed = stage.run(fleet, "--state-dir", nowhere, "list", "web1");
    assertEnds(listed, 0, "the ledger does not know this repository");
    assertThat(Path.of(nowhere)).doesNotExist();
    var file = Files.createFile(stage.lab().directory().resolve("file")).toString();
    for (var command : new String[] {"findings", "audit", "backup"}) {
      assertEnds(stage.run(fleet, "--state-dir", file, command), LEDGER, "LDG-001", file);
    }
  }

  @Test
  void a_broken_chain_hides_no_findings_of_others() throws IOException, SQLException {
    var copy = copyOfState("broken");
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("holdfast.db"));
        var statement = connection.createStatement()) {
      statement.execute("DROP TRIGGER ledger_update");
      statement.execute(
          "UPDATE ledger SET content = content || ' ' WHERE chain = 'web1' AND sequence = 2");
    }
    var told = stage.run(stage.fleet(), "--state-dir", copy.toString(), "findings", "--json");
    assertEnds(told, LEDGER, "LDG-002", "\"findings\":[");
    assertThat(told.out()).contains("\"target\":\"web1\"").doesNotContain("web2");
    var other = new String[] {"--state-dir", copy.toString(), "findings", "web2"};
    assertEnds(stage.run(stage.fleet(), other), 0, "no open findings");
  }

  @Test
  void a_read_only_state_directory_stops_no_restore() throws IOException {
    var copy = copyOfState("frozen");
    var before = Files.readAllBytes(copy.resolve("holdfast.db"));
    var product = new Product(frozen(copy), stage.lab().controller());
    var config = stage.fleet().write(stage.lab().config("frozen"));
    var to = stage.lab().directory().resolve("restored");

    var said =
        Map.of("list", "web1::", "audit", "what the ledger says", "findings", "no open findings");
    said.forEach((command, seen) ->
        assertEnds(product.run(config, "--state-dir", copy.toString(), command), 0, seen));
    var words = new String[] {"restore", "web1::latest", "--to", to.toString()};
    var restored =
        product.run(config, "--state-dir=" + copy, words[0], words[1], words[2], words[3]);
    assertEnds(restored, 0, "this run is not recorded");
    assertThat(to.resolve("." + stage.host("web1").data()).resolve("file")).hasContent("content");
    assertEnds(
        product.run(config, "--state-dir=" + copy, "backup", "web1"), LEDGER, "cannot be written");
    assertThat(copy.resolve("holdfast.db")).hasBinaryContent(before);
    stage.assertNothingLeft();
  }

  /// The product where nobody can write to this directory, root included.
  private static Path frozen(Path directory) throws IOException {
    var script = stage.lab().controller().resolve("bin/frozen");
    Files.writeString(
        script,
        """
        #!/bin/sh
        [ "$(id -u)" = 0 ] || root=--map-root-user
        exec unshare --mount $root sh -c '
          mount --bind %1$s %1$s && mount -o remount,ro,bind %1$s && exec %2$s "$@"' sh "$@"
        """
            .formatted(directory, Packaged.launcher()));
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path copyOfState(String name) throws IOException {
    var copy = Files.createDirectory(stage.lab().directory().resolve(name));
    var state = stage.lab().controller().resolve("state");
    Files.copy(state.resolve("holdfast.db"), copy.resolve("holdfast.db"));
    return copy;
  }
}
