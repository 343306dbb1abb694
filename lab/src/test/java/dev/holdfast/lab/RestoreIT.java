package dev.holdfast.lab;

import static dev.holdfast.lab.Stage.assertEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// A repository host that answers with something else than was stored: what is restored is right or
/// is not there.
@Order(-70)
class RestoreIT {
  private static final int TAMPERED = 7;
  private static final int FILE_BYTES = 200_000;
  private static final List<String> FILES = List.of("first", "second");

  /// Changes what two files hold, through borg's own code, so that each checksum is right.
  private static final String TAMPER =
      """
      import sys
      from borg.logger import setup_logging
      from borg.repository import Repository
      setup_logging()
      with Repository(sys.argv[1], exclusive=True) as repository:
          a, b = sorted(repository.list(), key=lambda i: len(repository.get(i)))[-2:]
          one, two = bytes(repository.get(a)), bytes(repository.get(b))
          if sys.argv[2] == "swap":
              repository.put(a, two)
              repository.put(b, one)
          else:
              repository.put(a, one[:-1] + bytes([one[-1] ^ 1]))
          repository.commit(compact=False)
      """;

  @AutoClose private Stage stage;
  private Path data;
  private int restores;

  @BeforeEach
  void set() throws IOException {
    stage = Stage.open("web1");
    data = stage.host("web1").data();
    for (var name : FILES) {
      var bytes = new byte[FILE_BYTES];
      new Random(name.hashCode()).nextBytes(bytes);
      Files.write(data.resolve(name), bytes);
    }
    stage.ok(stage.fleet(), "backup");
  }

  @Test
  void what_a_host_has_changed_is_not_restored() throws Exception {
    var before = stage.lab().directory().resolve("before");
    copy(repository(), before);
    stage.ok(stage.fleet(), "restore", "web1::latest", "--to", destination());
    assertThat(restored(FILES.getFirst())).isEqualTo(original(FILES.getFirst()));
    for (var how : List.of("swap", "flip")) {
      copy(before, repository());
      Tool.run("/usr/bin/python3", "-c", TAMPER, repository().toString(), how);

      var ran = stage.run(stage.fleet(), "restore", "web1::latest", "--to", destination());

      assertThat(ran.exitCode()).as(how + ran.said()).isEqualTo(TAMPERED);
      assertThat(ran.said()).contains("GRD-002", "is not what was stored");
      for (var name : FILES) {
        assertIsBeginning(restored(name), original(name));
      }
    }
    assertThat(stage.run(stage.fleet(), "findings").said()).contains("suspect-repository-host");
    stage.assertNothingLeft();
  }

  @Test
  void of_a_list_that_was_put_back_only_what_the_ledger_knows_is_restored() throws Exception {
    var before = stage.lab().directory().resolve("before");
    copy(repository(), before);
    var old = stage.archives(stage.fleet(), "web1").getFirst().name();
    stage.ok(stage.fleet(), "backup");
    var lost = stage.archives(stage.fleet(), "web1").getLast().name();
    copy(before, repository());

    assertThat(stage.strangeArchives(stage.fleet(), "web1")).hasSize(1);
    var newest = stage.run(stage.fleet(), "restore", "web1::latest", "--to", destination());
    assertEnds(newest, TAMPERED, "LDG-004", "older");
    var gone = stage.run(stage.fleet(), "restore", "web1::" + lost, "--to", destination());
    assertThat(gone.exitCode()).as(gone.said()).isEqualTo(TAMPERED);
    var known = stage.run(stage.fleet(), "restore", "web1::" + old, "--to", destination());
    assertEnds(known, 1, "not what the ledger says");
    for (var name : FILES) {
      assertThat(restored(name)).isEqualTo(original(name));
    }
  }

  @Test
  void a_key_that_was_spoiled_on_its_host_stops_no_restore() throws Exception {
    var name = stage.archives(stage.fleet(), "web1").getFirst().name();
    var config = repository().resolve("config");
    var text = Files.readString(config);
    Files.writeString(config, text.substring(0, text.indexOf("key = ")) + "key = c3BvaWxlZA==\n");

    var restored = stage.run(stage.fleet(), "restore", "web1::" + name, "--to", destination());

    assertEnds(restored, 1, "not what the ledger says");
    for (var file : FILES) {
      assertThat(restored(file)).isEqualTo(original(file));
    }
    var backup = stage.run(stage.fleet(), "backup");
    assertThat(backup.exitCode()).as(backup.said()).isEqualTo(TAMPERED);
  }

  private static void assertIsBeginning(byte[] part, byte[] whole) {
    assertThat(part).isEqualTo(Arrays.copyOf(whole, part.length));
    assertThat(part.length).isLessThanOrEqualTo(whole.length);
  }

  private String destination() {
    restores++;
    return to().toString();
  }

  private Path to() {
    return stage.lab().directory().resolve("restored-" + restores);
  }

  private byte[] restored(String name) throws IOException {
    var file = to().resolve(data.subpath(0, data.getNameCount())).resolve(name);
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  private byte[] original(String name) throws IOException {
    return Files.readAllBytes(data.resolve(name));
  }

  private Path repository() {
    return stage.repository("web1");
  }

  private static void copy(Path from, Path to) {
    Tool.run("rm", "-rf", to.toString());
    Tool.run("cp", "-a", from.toString(), to.toString());
  }
}
