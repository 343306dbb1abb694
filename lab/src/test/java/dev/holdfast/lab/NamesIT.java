package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.SshdSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Names that break careless programs, and keys of several types.
class NamesIT {
  private static final String AWKWARD =
      "it's \"odd\"\n; touch pwned $(touch pwned) `touch pwned` *";

  @AutoClose private static Stage stage;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.bare("web1");
    stage.lab().add("many", SshdSetup.letting().hostKeys("rsa", "ecdsa", "ed25519"));
  }

  @AfterEach
  void nothing_is_left() {
    stage.assertNothingLeft();
  }

  @Test
  void no_name_is_ever_read_by_a_shell() throws IOException {
    var web1 = stage.host("web1");
    var source = Files.createDirectories(web1.data().resolve(AWKWARD));
    SampleTree.plant(source, 3, 1);
    Files.writeString(source.resolve("left out, isn't it"), "x");
    Files.writeString(source.resolve("-leading"), "x");
    var fleet =
        stage
            .fleet()
            .set(List.of(source.toString()), "targets", "web1", "sources")
            .set(List.of("*/left out, isn't it"), "targets", "web1", "excludes")
            .set(
                stage.lab().repositories().resolve("a 'b' \"c\" $(touch pwned); d").toString(),
                "targets",
                "web1",
                "repository",
                "path");
    stage.ok(fleet, "init", "web1");

    stage.ok(fleet, "backup", "web1");

    var to = stage.lab().directory().resolve("restored");
    stage.ok(fleet, "restore", "web1::latest", "--to", to.toString());
    Files.delete(source.resolve("left out, isn't it"));
    var comparison =
        TreeComparison.of(source, to.resolve(source.subpath(0, source.getNameCount())));
    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.files()).isGreaterThan(SampleTree.AWKWARD_NAMES.size());
    assertThat(pwned(stage.lab().directory())).isEmpty();
  }

  @Test
  void one_pinned_key_is_enough_for_a_host_that_has_several() {
    var many = stage.host("many");
    var fleet = stage.fleet();
    stage.ok(fleet, "init", "many");
    for (var type : List.of("rsa", "ecdsa", "ed25519")) {
      fleet.set(List.of(many.sshd().knownHostsLine(type)), "targets", "many", "known_hosts");
      stage.ok(fleet, "backup", "many");
    }
    assertThat(stage.archives(fleet, "many")).hasSize(3);
  }

  private static List<Path> pwned(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      return all.filter(path -> path.endsWith("pwned") || path.endsWith("substituted")).toList();
    }
  }
}
