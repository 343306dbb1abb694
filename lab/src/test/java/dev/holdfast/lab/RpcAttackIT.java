package dev.holdfast.lab;

import static dev.holdfast.lab.Stage.assertEnds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// In borg's place on the target a program that speaks borg's protocol by borg's own code: from the
/// packaged product, through SSH and the socket, to the exit code, the finding and the old
/// archives.
@Order(-140)
class RpcAttackIT {
  private static final int REFUSED = 7;
  private static final int DEADLINE = 8;

  @AutoClose private Stage stage;
  private Path program;

  @BeforeEach
  void set() throws IOException {
    stage = Stage.open("web1", "web2");
    program = stage.host("web1").directory().resolve("hostile-borg.py");
    try (InputStream in = RpcAttackIT.class.getResourceAsStream("hostile-borg.py")) {
      Files.copy(Objects.requireNonNull(in), program);
    }
  }

  @Test
  void whatever_a_hostile_borg_says_the_old_archives_stay_and_a_person_is_told()
      throws IOException {
    var fleet = stage.fleet().set("4s", "targets", "web1", "idle_deadline");
    var copies = new ArrayList<Path>();
    for (int i = 0; i < 2; i++) {
      var data = stage.host("web1").data();
      Files.writeString(data.resolve("changing"), "version " + i);
      copies.add(stage.lab().directory().resolve("copy-" + i));
      copy(data, copies.get(i));
      stage.ok(fleet, "backup");
    }
    var before = stage.archives(fleet, "web1");

    var deeds = new LinkedHashMap<String, String>();
    deeds.put("put-again-then-delete", "DELETE_NOT_ALLOWED");
    deeds.put("overwrite", "CONTENT_REFUSED");
    deeds.put("drop", "CONTENT_REFUSED");
    deeds.put("forge", "CONTENT_REFUSED");
    deeds.put("save-key", "CALL_NOT_ALLOWED");
    deeds.put("open-another", "OUT_OF_ORDER");
    deeds.put("destroy", "CALL_NOT_ALLOWED");
    for (var deed : deeds.entrySet()) {
      var ran = attack(fleet, deed.getKey());
      assertThat(ran.exitCode()).as(deed.getKey() + "\n" + ran.said()).isEqualTo(REFUSED);
      assertThat(ran.said()).contains("GRD-001", "forbidden-call", deed.getValue());
    }
    var hung = attack(fleet, "hang");
    assertEnds(hung, DEADLINE, "RUN-001");
    stage.host("web1").healBorg();
    stage.assertNothingLeft();

    assertThat(stage.host("web1").directory().resolve("home/seen")).doesNotExist();
    assertThat(stage.archives(fleet, "web1")).isEqualTo(before);
    var told = stage.run(fleet, "findings");
    assertEnds(told, 1, "forbidden-call", "web1");
    stage.ok(fleet, "backup");
    for (int i = 0; i < copies.size(); i++) {
      var to = stage.lab().directory().resolve("restored-" + i);
      stage.ok(fleet, "restore", "web1::" + before.get(i).name(), "--to", to.toString());
      var restored = to.resolve(Path.of("/").relativize(stage.host("web1").data()));
      assertThat(TreeComparison.of(copies.get(i), restored).differences()).isEmpty();
    }
  }

  private Ran attack(FleetYaml fleet, String deed) throws IOException {
    var neighbour = stage.repository("web2");
    stage
        .host("web1")
        .replaceBorg(
            "[ \"$1\" != --version ] || exec \"$REAL_BORG\" --version\nexec /usr/bin/python3 '%s' %s '%s'"
                .formatted(program, deed, neighbour));
    return stage.run(fleet, "backup", "web1");
  }

  private static void copy(Path from, Path to) throws IOException {
    var process = new ProcessBuilder("cp", "-a", from.toString(), to.toString()).start();
    assertThat(process.onExit().join().exitValue()).isZero();
  }
}
