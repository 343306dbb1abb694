package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.ThrowawayPostgres;
import dev.holdfast.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// Two controllers that share a ledger write to one repository, in turn and at once, while its host
/// shows old states, old nonces and another key. It is found every time, and over all objects that
/// were ever stored no counter of the encryption serves twice.
@Order(-85)
class TwoControllersIT {
  private static final int TAMPERED = 7;

  private final List<Path> seen = new ArrayList<>();

  @Test
  void whatever_a_host_replays_is_found_and_no_counter_is_used_twice() throws Exception {
    try (var server = ThrowawayPostgres.start();
        var stage = Stage.bare("web1")) {
      var fleet = shared(stage, server);
      var one = new Controller(new Product(Packaged.launcher(), stage.lab().controller()), fleet);
      var other = new Controller(second(stage), fleet);
      change(stage, "first");
      one.ok(stage, "init");
      one.ok(stage, "backup");
      change(stage, "second");
      other.ok(stage, "backup");
      var old = copy(stage, "old");
      change(stage, "third");
      one.ok(stage, "backup");
      assertThat(other.ok(stage, "prune", "web1").said()).contains("1 archive dropped");
      replay(stage, old, List.of(one, other));

      // A target that was put back, too, knows nothing better than its host.
      delete(stage.host("web1").directory().resolve("home/.config"));
      change(stage, "fourth");
      other.ok(stage, "backup");
      atOnce(stage, one, other);
      copy(stage, "before the loss");
      everythingLost(stage, server, old, one);
      assertNoCounterTwice(stage);
    }
  }

  /// Each lie is found by each controller before anything is stored.
  private void replay(Stage stage, Path old, List<Controller> controllers) throws Exception {
    var repository = repository(stage);
    var now = copy(stage, "now");
    change(stage, "never stored");

    put(old, repository);
    assertFound(stage, controllers, "LDG-004", "older");
    Files.copy(now.resolve("nonce"), fresh(repository.resolve("nonce")));
    assertFound(stage, controllers, "LDG-004", "older");

    put(now, repository);
    Files.copy(old.resolve("nonce"), fresh(repository.resolve("nonce")));
    assertFound(stage, controllers, "GRD-002", "a free nonce that cannot be");
    Files.delete(repository.resolve("nonce"));
    assertFound(stage, controllers, "GRD-002", "a free nonce that cannot be");

    put(now, repository);
    Files.copy(otherKey(stage, now), fresh(repository.resolve("config")));
    assertFound(stage, controllers, "LDG-004", "key");
    put(now, repository);
  }

  /// The host shows the same state to both, and so does a target that was copied.
  private void atOnce(Stage stage, Controller one, Controller other) throws Exception {
    var fork = copy(stage, "fork");
    var twin = stage.lab().directory().resolve("twin");
    Tool.run(
        "cp", "-a", stage.host("web1").directory().resolve("home").toString(), twin.toString());
    var real = Programs.find("borg");
    var host = "mount --bind %s %s && exec %s \"$@\"".formatted(fork, repository(stage), real);
    var forked =
        script(
            stage.lab().directory().resolve("forked"),
            "[ \"$(id -u)\" = 0 ] || root=--map-root-user\nexec unshare --mount $root sh -c '%s' borg \"$@\""
                .formatted(host));
    var copied =
        script(
            stage.lab().directory().resolve("copied"),
            "HOME=%1$s BORG_BASE_DIR=%1$s exec %2$s \"$@\"".formatted(twin, real));
    var lied =
        other
            .fleet()
            .copy()
            .set(forked.toString(), "repository_hosts", "vault", "borg")
            .set(copied.toString(), "targets", "web1", "borg");
    change(stage, "at once");
    var first = one.product().start(one.written(stage), "backup");
    var second = new Controller(other.product(), lied).start(stage, "backup");
    var ends = List.of(first.await(), second.await());
    assertThat(ends.stream().map(Ran::exitCode))
        .as("%s%s", ends.getFirst().said(), ends.getLast().said())
        .containsExactlyInAnyOrder(0, TAMPERED);
  }

  /// The ledger and the target's memory are gone, and the host shows the oldest state that it has.
  private static void everythingLost(
      Stage stage, ThrowawayPostgres server, Path old, Controller controller) throws Exception {
    var lost = controller.fleet().copy().set(server.freshDatabase("again"), "ledger", "url");
    var forgetful = new Controller(controller.product(), lost);
    put(old, repository(stage));
    delete(stage.host("web1").directory().resolve("home/.config"));
    delete(stage.host("web1").directory().resolve("home/.cache"));
    forgetful.ok(stage, "ledger", "rebuild", "web1", "--yes");
    change(stage, "after the loss");
    forgetful.ok(stage, "backup");
  }

  private void assertNoCounterTwice(Stage stage) throws IOException {
    var segments = new SegmentFiles().with(repository(stage));
    for (var copy : seen) {
      segments.with(copy);
    }
    // Seven backups, each at least with an archive's items, its metadata and a list of archives.
    assertThat(segments.size()).isGreaterThan(21);
    assertThat(segments.sharing()).isEmpty();
  }

  private void assertFound(Stage stage, List<Controller> controllers, String... words)
      throws IOException {
    var before = new SegmentFiles().with(repository(stage)).size();
    for (var controller : controllers) {
      var ran = controller.run(stage, "backup");
      assertThat(ran.exitCode()).as(ran.said()).isEqualTo(TAMPERED);
      assertThat(ran.said()).contains(words).contains("finding");
    }
    assertThat(new SegmentFiles().with(repository(stage)).size()).isEqualTo(before);
  }

  private record Controller(Product product, FleetYaml fleet) {
    Path written(Stage stage) throws IOException {
      return fleet.write(stage.lab().config("of-" + product.home().getFileName()));
    }

    Ran run(Stage stage, String... words) throws IOException {
      return product.run(written(stage), words);
    }

    Ran ok(Stage stage, String... words) throws IOException {
      var ran = run(stage, words);
      assertThat(ran.exitCode()).as(ran.said()).isZero();
      return ran;
    }

    Product.Running start(Stage stage, String... words) throws IOException {
      return product.start(written(stage), words);
    }
  }

  private static Product second(Stage stage) throws IOException {
    var home = stage.lab().directory().resolve("second");
    Files.createDirectories(home.resolve("tmp"));
    Files.createDirectories(home.resolve("bin"));
    return new Product(Packaged.launcher(), home);
  }

  private static FleetYaml shared(Stage stage, ThrowawayPostgres server) throws IOException {
    var mode = PosixFilePermissions.fromString("rw-------");
    var password = stage.lab().controller().resolve("ledger-password");
    Files.createFile(password, PosixFilePermissions.asFileAttribute(mode));
    Files.writeString(password, server.password() + "\n");
    return stage
        .fleet()
        .set(server.freshDatabase("ledger"), "ledger", "url")
        .set(server.user(), "ledger", "user")
        .set("file:" + password, "ledger", "password")
        .set(2, "defaults", "retention", "last")
        .set("always", "defaults", "actions", "prune");
  }

  private static Path repository(Stage stage) {
    return stage.repository("web1");
  }

  private static void change(Stage stage, String content) throws IOException {
    Files.writeString(stage.host("web1").data().resolve("file"), content.repeat(50));
  }

  private Path copy(Stage stage, String name) throws Exception {
    var to = stage.lab().directory().resolve("copy-" + name.replace(' ', '-'));
    Tool.run("cp", "-a", repository(stage).toString(), to.toString());
    seen.add(to);
    return to;
  }

  private static void put(Path from, Path to) throws Exception {
    delete(to);
    Tool.run("cp", "-a", from.toString(), to.toString());
  }

  /// The configuration of the repository with the key locked by another passphrase.
  private static Path otherKey(Stage stage, Path now) throws Exception {
    var relocked = stage.lab().directory().resolve("relocked");
    Tool.run("cp", "-a", now.toString(), relocked.toString());
    var passphrase = stage.secret("web1/passphrase");
    var variables =
        Map.of(
            "BORG_BASE_DIR",
            stage.lab().directory().resolve("somebody").toString(),
            "BORG_PASSPHRASE",
            passphrase,
            "BORG_NEW_PASSPHRASE",
            "another",
            "BORG_RELOCATED_REPO_ACCESS_IS_OK",
            "yes");
    Tool.run(variables, List.of("borg", "key", "change-passphrase", relocked.toString()));
    return relocked.resolve("config");
  }

  private static Path script(Path file, String lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path fresh(Path file) throws IOException {
    Files.deleteIfExists(file);
    return file;
  }

  private static void delete(Path directory) throws Exception {
    Tool.run("rm", "-rf", directory.toString());
  }
}
