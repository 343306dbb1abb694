package dev.holdfast.lab;

import static dev.holdfast.lab.Stage.assertEnds;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Many targets in one fleet: none is in another's way.
@Order(-180)
class NeighboursIT {
  private static final int MANY = 40;

  @AutoClose private static Stage stage;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.open("web1", "web2");
  }

  @AfterEach
  void nothing_is_left() {
    stage.assertNothingLeft();
  }

  @Test
  void one_host_may_be_in_the_fleet_twice() {
    var fleet = stage.fleet();
    stage.lab().target(fleet, "first", stage.host("web1"));
    stage.lab().target(fleet, "second", stage.host("web1"));
    stage.ok(fleet, "init", "first", "second");

    stage.ok(fleet, "backup", "first", "second");

    assertThat(stage.archives(fleet, "first")).hasSize(1);
    assertThat(stage.archives(fleet, "second")).hasSize(1);
  }

  @Test
  void the_failure_of_one_target_stays_its_own() throws IOException {
    var fleet = stage.fleet();
    var before = stage.archives(fleet, "web1").size();
    stage.host("web2").replaceBorg("echo 'no such luck' >&2; exit 2");

    var ran = stage.run(fleet, "backup");

    stage.host("web2").healBorg();
    assertEnds(ran, 6, "BRG-009", "web2", "no such luck");
    assertThat(stage.archives(fleet, "web1")).hasSize(before + 1);
  }

  @Test
  void forty_targets_at_once_do_not_meet_the_limit_of_sshd() throws IOException {
    var fleet = stage.fleet().drop("targets");
    var small = Files.createDirectories(stage.host("web1").directory().resolve("small"));
    Files.writeString(small.resolve("file"), "little");
    for (int i = 0; i < MANY; i++) {
      stage.lab().target(fleet, "t" + i, stage.host(i % 2 == 0 ? "web1" : "web2"));
      fleet.set(List.of(small.toString()), "targets", "t" + i, "sources");
    }
    stage.ok(fleet, "init");

    stage.ok(fleet, "backup");

    var listed = Archive.listed(stage.ok(fleet, "list", "--json").out());
    assertThat(listed).hasSize(MANY);
    for (var host : List.of(stage.lab().vault(), stage.host("web1"), stage.host("web2"))) {
      assertThat(host.sshd().log()).doesNotContain("MaxStartups");
    }
  }
}
