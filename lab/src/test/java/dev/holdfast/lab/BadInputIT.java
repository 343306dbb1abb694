package dev.holdfast.lab;

import static dev.holdfast.lab.Stage.assertEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.FreePort;
import dev.holdfast.testkit.SshKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A user's mistake and a machine's trouble: the exit code, one error with its code and what to do,
/// and nothing left behind.
class BadInputIT {
  @AutoClose private static Stage stage;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.open("web1");
  }

  @AfterEach
  void nothing_is_left() throws IOException {
    stage.lab().vault().healBorg();
    stage.assertNothingLeft();
  }

  @Test
  void a_key_that_the_target_does_not_know() {
    var other = SshKeyFile.generate(stage.lab().controller().resolve("other"));
    var fleet = stage.fleet().set("file:" + other.file(), "targets", "web1", "key");
    assertFails(fleet, 5, "SSH-004", "web1");
  }

  @Test
  void a_host_that_nobody_pinned() {
    var line = stage.host("web1").sshd().knownHostsLine().replace("127.0.0.1", "127.0.0.2");
    var fleet = stage.fleet().set(List.of(line), "targets", "web1", "known_hosts");
    assertFails(fleet, 5, "SSH-002", "web1");
  }

  @Test
  void a_host_whose_key_is_another_than_the_pinned_one() {
    var stranger = SshKeyFile.generate(stage.lab().controller().resolve("stranger"));
    var pin = "[127.0.0.1]:%d %s".formatted(port("web1"), stranger.publicLine());
    var fleet = stage.fleet().set(List.of(pin), "targets", "web1", "known_hosts");
    assertFails(fleet, 5, "SSH-003", "web1");
  }

  @Test
  void a_target_that_does_not_answer() throws IOException {
    var fleet = stage.fleet().set(FreePort.find(), "targets", "web1", "port");
    assertFails(fleet, 5, "SSH-001", "web1");
  }

  @Test
  void a_repository_host_that_does_not_answer() throws IOException {
    var fleet = stage.fleet().set(FreePort.find(), "repository_hosts", "vault", "port");
    assertFails(fleet, 5, "SSH-001", "vault");
  }

  @Test
  void a_target_without_borg() {
    var fleet = stage.fleet().set("/nowhere/borg", "targets", "web1", "borg");
    assertFails(fleet, 6, "BRG-001", "web1");
  }

  @Test
  void a_repository_host_without_borg() {
    var fleet = stage.fleet().set("/nowhere/borg", "repository_hosts", "vault", "borg");
    assertFails(fleet, 6, "BRG-001", "vault");
  }

  @Test
  void a_target_whose_repository_was_never_created() throws IOException {
    var fleet = stage.fleet();
    stage.lab().target(fleet, "fresh", stage.host("web1"));
    fleet.set("file:" + secret("any"), "targets", "fresh", "repository", "passphrase");
    var ran = stage.run(fleet, "backup", "fresh");
    assertFailed(ran, 6, "BRG-002", "holdfast init fresh");
  }

  @Test
  void a_wrong_passphrase_and_then_the_right_one() throws IOException {
    var wrong = "file:" + secret("wrong");
    var fleet = stage.fleet().set(wrong, "targets", "web1", "repository", "passphrase");
    assertFails(fleet, 6, "BRG-005", "web1");
    stage.ok(stage.fleet(), "backup", "web1");
  }

  @Test
  void a_source_that_does_not_exist() {
    var fleet = stage.fleet().set(List.of("/nowhere/at/all"), "targets", "web1", "sources");
    assertFails(fleet, 6, "BRG-006", "/nowhere/at/all");
  }

  @Test
  void one_of_two_sources_that_does_not_exist_is_a_warning_and_the_archive_is_made() {
    var sources = List.of(stage.host("web1").data().toString(), "/nowhere/at/all");
    var fleet = stage.fleet().set(sources, "targets", "web1", "sources");
    var before = stage.archives(fleet, "web1").size();

    var ran = stage.run(fleet, "backup", "web1");

    assertEnds(ran, 1, "/nowhere/at/all");
    assertThat(stage.archives(fleet, "web1")).hasSize(before + 1);
  }

  @Test
  void a_full_disk_on_the_repository_host() throws IOException {
    // This borg serve sees its segments on a file system of 2 MiB, which nobody else sees.
    stage
        .lab()
        .vault()
        .replaceBorg(
            """
            export REAL_BORG
            [ "$(id -u)" = 0 ] || root=--map-root-user
            exec unshare --mount $root sh -c '
              segments=%1$s && copy=$(mktemp -d) && cp -a "$segments/." "$copy" &&
              mount -t tmpfs -o size=2m none "$segments" && cp -a "$copy/." "$segments" &&
              rm -r "$copy" && exec "$REAL_BORG" "$@"' borg "$@"\
            """
                .formatted(stage.lab().repositories().resolve("web1/data")));
    SampleTree.plant(stage.host("web1").data().resolve("much"), 5, 6);
    assertFails(stage.fleet(), 6, "BRG-007", "web1");
    stage.lab().vault().healBorg();
    stage.ok(stage.fleet(), "backup", "web1");
  }

  @Test
  void an_unknown_key_of_the_configuration_is_placed_and_a_known_one_proposed() {
    var fleet = stage.fleet().set("lz4", "targets", "web1", "compresion");
    var ran = stage.run(fleet, "backup");
    assertFailed(ran, 3, "CFG-002", "compresion", "compression");
    assertThat(ran.err()).containsPattern("fleet-\\d+\\.yaml:\\d+:\\d+");
  }

  @Test
  void malformed_yaml() throws IOException {
    var file = Files.writeString(stage.lab().config("broken"), "version: 1\ntargets: {web1: [\n");
    assertFailed(stage.run(file, "backup"), 3, "CFG-", "broken.yaml:");
  }

  @Test
  void malformed_toml() throws IOException {
    var file = stage.lab().controller().resolve("broken.toml");
    Files.writeString(file, "version = 1\n[targets.web1\nhost = 'x'\n");
    assertFailed(stage.run(file, "backup"), 3, "CFG-", "broken.toml:2");
  }

  @Test
  void a_configuration_that_is_not_there() {
    var file = stage.lab().controller().resolve("none.yaml");
    assertFailed(stage.run(file, "backup"), 3, "CFG-001", "none.yaml");
  }

  @Test
  void a_target_that_the_fleet_does_not_have() {
    assertFailed(stage.run(stage.fleet(), "backup", "web7"), 3, "CFG-003", "web7", "web1");
  }

  @Test
  void a_command_that_does_not_exist() {
    assertFailed(stage.run(stage.fleet(), "bakcup"), 2, "bakcup", "backup");
  }

  private static Path secret(String words) throws IOException {
    var file = Files.writeString(stage.lab().controller().resolve(words), words);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static int port(String host) {
    return stage.host(host).sshd().port();
  }

  private static void assertFails(FleetYaml fleet, int exitCode, String... words) {
    assertFailed(stage.run(fleet, "backup", "web1"), exitCode, words);
  }

  private static void assertFailed(Ran ran, int exitCode, String... words) {
    assertEnds(ran, exitCode, words);
    assertThat(ran.said()).doesNotContain("Exception").doesNotContain("\tat ");
  }
}
