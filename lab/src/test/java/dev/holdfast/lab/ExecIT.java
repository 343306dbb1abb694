package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `holdfast exec`: a command gets its secrets, and stands in our place in everything else.
class ExecIT {
  private static final String SECRET = "a canary, 'quoted' and \"so on\" $HOME";
  private static final String SEEN_BY_OTHERS =
      "for p in $PPID; do cat /proc/$p/environ /proc/$p/cmdline; done | tr '\\0' '\\n'";

  @TempDir private static Path home;

  private static Product product;
  private static Path config;

  @BeforeAll
  static void write_a_fleet_that_needs_no_host() throws IOException {
    Files.createDirectories(home.resolve("tmp"));
    Files.createDirectories(home.resolve("bin"));
    secret("word", SECRET);
    secret("web1", "of web1");
    product = new Product(Packaged.launcher(), home, "-XX:TieredStopAtLevel=1");
    config =
        new FleetYaml()
            .set(1, "version")
            .set("file:word", "defaults", "exec", "env", "BORG_PASSPHRASE")
            .set(true, "repository_hosts", "here", "local")
            .set(home.resolve("repositories").toString(), "repository_hosts", "here", "root")
            .set(true, "targets", "web1", "local")
            .set(List.of("/etc"), "targets", "web1", "sources")
            .set("here", "targets", "web1", "repository", "host")
            .set("file:{target}", "targets", "web1", "exec", "env", "OWN")
            .write(home.resolve("fleet.yaml"));
  }

  private static void secret(String name, String text) throws IOException {
    var file = Files.writeString(home.resolve(name), text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static Ran exec(String... command) {
    return product.run(config, words(command));
  }

  private static String[] words(String... command) {
    var words = new ArrayList<>(List.of("exec", "--"));
    words.addAll(List.of(command));
    return words.toArray(String[]::new);
  }

  @Test
  void the_command_has_the_secret_and_nobody_else() {
    var ran = exec("sh", "-c", "printf '%s\\n' \"$BORG_PASSPHRASE\"; echo --; " + SEEN_BY_OTHERS);

    assertThat(ran.exitCode()).as(ran.said()).isZero();
    var parts = ran.out().split("--\n", 2);
    assertThat(parts[0]).isEqualTo(SECRET + "\n");
    assertThat(parts[1]).contains("dev.holdfast.app.Main").doesNotContain(SECRET);
    // To others than root our environment is closed.
    assertThat(parts[1].contains("HOME="))
        .isEqualTo(System.getProperty("user.name").equals("root"));
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void the_command_has_not_what_we_log_in_with() throws IOException {
    var again = List.of(Packaged.launcher().toString(), "--config", config.toString());
    var words = new ArrayList<>(List.of("env", "VAULT_TOKEN=of everything", "OTHER=stays"));
    words.addAll(again);
    words.addAll(List.of("exec", "--", "sh", "-c", "echo $VAULT_TOKEN$OTHER"));

    var ran = exec(words.toArray(String[]::new));

    assertThat(ran.out()).as(ran.said()).isEqualTo("stays\n");
  }

  @Test
  void a_target_adds_its_own_and_inherits_the_rest() {
    var ran =
        product.run(
            config, "exec", "--target", "web1", "sh", "-c", "echo $OWN; env | grep -c ^BORG_P");

    assertThat(ran.out()).as(ran.said()).isEqualTo("of web1\n1\n");
  }

  @ParameterizedTest
  @CsvSource({"exit 0, 0", "exit 37, 37", "kill -KILL $$, 137", "kill -TERM $$, 143"})
  void the_exit_code_is_that_of_the_command(String script, int code) {
    assertThat(exec("sh", "-c", script).exitCode()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"HUP", "INT", "TERM"})
  void a_signal_goes_to_the_command(String name) {
    var script =
        "trap 'echo got %1$s; exit 9' %1$s; echo ready; while :; do sleep 0.05; done"
            .formatted(name);
    var running = product.start(config, words("sh", "-c", script));
    Stage.eventually("the command is ready", () -> running.heard().contains("ready"));
    running.signal(name);

    var ran = running.await();
    assertThat(ran.out()).isEqualTo("ready\ngot " + name + "\n");
    assertThat(ran.exitCode()).isEqualTo(9);
  }

  @Test
  void a_command_that_dies_of_a_signal_tells_by_the_exit_code() {
    var running = product.start(config, words("sh", "-c", "echo ready; exec sleep 60"));
    Stage.eventually("the command is ready", () -> running.heard().contains("ready"));
    running.signal("TERM");

    assertThat(running.await().exitCode()).isEqualTo(143);
  }

  @Test
  void standard_input_is_the_commands() {
    var running = product.ask(config, words("cat"));
    running.tell("a line");

    assertThat(running.await().out()).isEqualTo("a line\n");
  }

  @Test
  void a_container_is_given_the_name_and_takes_the_value() throws IOException {
    // As docker does: what is named by -e comes from its own environment, and nothing else does.
    var docker =
        Files.writeString(
            home.resolve("bin/docker"),
            """
            #!/bin/sh
            [ "$*" = 'compose exec -T -e BORG_PASSPHRASE borgmatic env' ] || exit 64
            exec env -i PATH="$PATH" "$5=$(printenv "$5")" env
            """);
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));

    var ran = exec("docker", "compose", "exec", "-T", "-e", "BORG_PASSPHRASE", "borgmatic", "env");

    assertThat(ran.exitCode()).as(ran.said()).isZero();
    assertThat(ran.out()).contains("BORG_PASSPHRASE=" + SECRET).doesNotContain("HOME=");
    assertThat(exec("docker", "exec", "borgmatic", "env").err())
        .contains("note: docker passes no variable", "-e BORG_PASSPHRASE");
  }

  @Test
  void what_cannot_be_started_is_told_as_a_shell_tells_it() throws IOException {
    var missing = exec("no-such-command");
    assertThat(missing.exitCode()).isEqualTo(127);
    assertThat(missing.err()).contains("CLI-004", "'no-such-command'");

    var text = Files.writeString(home.resolve("text"), "no program");
    var unusable = exec(text.toString());
    assertThat(unusable.exitCode()).isEqualTo(126);
    assertThat(unusable.err()).contains("CLI-005");
  }

  @Test
  void nothing_is_started_where_a_secret_is_missing() throws IOException {
    var other =
        Files.writeString(
            home.resolve("other.yaml"),
            Files.readString(config).replace("file:word", "file:nowhere"));
    var ran = product.run(other, words("echo", "started"));

    assertThat(ran.exitCode()).isEqualTo(4);
    assertThat(ran.err()).contains("SEC-001", "nowhere");
    assertThat(ran.out()).isEmpty();
  }
}
