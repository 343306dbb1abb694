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

/// Archives go by the controller's plan only, space is freed late, and never where ledger and
/// repository differ.
@Order(-70)
class RetentionIT {
  @AutoClose private static Stage stage;
  private static FleetYaml pruning;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.open("web1");
    stage.ok(stage.fleet(), "backup");
    stage.ok(stage.fleet(), "backup");
    stage.ok(stage.fleet(), "backup");
    pruning =
        stage
            .fleet()
            .set(1, "defaults", "retention", "last")
            .set("always", "defaults", "actions", "prune")
            .set("always", "defaults", "actions", "compact")
            .set("always", "defaults", "actions", "check");
    stage.remember();
  }

  @BeforeEach
  void begin_anew() throws IOException {
    stage.goBack();
  }

  /// A borg on the controller that deletes one chunk too many.
  private static Path miscountingBorg() throws IOException {
    var bin = stage.lab().controller().resolve("bin");
    Files.writeString(
        bin.resolve("sitecustomize.py"),
        """
        import borg.cache
        honest = borg.cache.LocalCache.chunk_decref
        def miscount(self, id, *rest, **named):
            if self.chunks[id].refcount > 1:
                self.repository.delete(id, wait=False)
            return honest(self, id, *rest, **named)
        borg.cache.LocalCache.chunk_decref = miscount
        """);
    var borg = bin.resolve("borg");
    Files.writeString(
        borg, "#!/bin/sh\nPYTHONPATH=%s exec %s \"$@\"\n".formatted(bin, Programs.find("borg")));
    assertThat(borg.toFile().setExecutable(true)).isTrue();
    return borg;
  }

  private static List<String> names() {
    return stage.archives(pruning, "web1").stream().map(Archive::name).toList();
  }

  @Test
  void what_is_planned_goes_and_nothing_else() throws IOException {
    var before = names();
    var plan = stage.ok(pruning, "prune", "--dry-run").out();
    assertThat(plan).contains(before.get(2) + "  ", "keep  secondly #1", "2 to drop, 1 stay");
    assertThat(names()).isEqualTo(before);

    var miscounting = miscountingBorg();
    var refused = stage.run(pruning, "prune", "web1");
    assertEnds(refused, 7, "GRD-001", "own-borg-refused", "planned archives alone");
    Files.delete(miscounting);
    assertThat(names()).isEqualTo(before);
    assertThat(stage.run(pruning, "prune", "web1").said()).contains("RET-001");
    var open = stage.run(pruning, "findings").said();
    var number = open.replaceAll("(?s).*?(web1#\\d+).*", "$1");
    stage.ok(pruning, "findings", "--close", number, "--reason", "repaired");

    assertThat(stage.ok(pruning, "prune", "web1").said()).contains("2 archives dropped, 1 stay");
    assertThat(names()).containsExactly(before.get(2));
    stage.ok(pruning, "check", "web1", "--verify-data");

    assertThat(stage.ok(pruning, "compact", "--dry-run").said()).contains("nothing yet", "is kept");
    assertThat(stage.ok(pruning, "compact").said()).contains("is kept until");
    stage.ok(pruning, "backup");
    assertThat(stage.ok(pruning, "prune").said()).contains("quarantine of 2 archives");
    assertThat(names()).hasSize(2);

    var impatient = pruning.copy().set("1ms", "defaults", "retention", "quarantine");
    assertThat(stage.ok(impatient, "compact").said()).contains("2 dropped archives is freed: ");
    assertThat(stage.ok(impatient, "compact").said()).contains("no space to free");
    assertThat(stage.ok(pruning, "prune").said()).contains("1 archive dropped, 1 stay");
    stage.ok(pruning, "check");
    stage.ok(pruning, "check", "--max-duration", "1");
    stage.ok(pruning, "backup");
    stage.assertNothingLeft();
  }

  @Test
  void nothing_goes_where_the_repository_is_not_what_the_ledger_says() throws Exception {
    var gone = names().getFirst();
    new Somebody(stage, "web1").borg("delete", "::" + gone);
    for (var action : List.of("prune", "compact", "check")) {
      var ran = stage.run(pruning, action);
      assertEnds(ran, 7, "LDG-004", gone);
    }
    assertThat(stage.strangeArchives(pruning, "web1")).hasSize(2);
  }

  @Test
  void what_the_configuration_does_not_say_is_not_done() {
    assertThat(stage.ok(stage.fleet(), "prune").said()).contains("nothing is due");
    var daily = stage.fleet().set("1d", "defaults", "actions", "backup");
    assertThat(stage.ok(daily, "backup").said()).contains("nothing is due; the next is web1");
    for (var action : List.of("prune", "compact", "check")) {
      var ran = stage.run(stage.fleet(), action, "web1");
      assertEnds(ran, 3, "RET-002", "actions");
    }
    var plan = stage.run(stage.fleet(), "prune", "--dry-run");
    assertThat(plan.exitCode()).as(plan.said()).isEqualTo(3);
    assertThat(names()).hasSize(3);
  }
}
