package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Docker;
import dev.holdfast.testkit.RealBorg;
import dev.holdfast.testkit.Untested;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The story of docs/user/from-borgmatic.md, with its files and its commands: a machine that runs
/// borgmatic gets its secrets from Holdfast, and then its backups.
class BorgmaticStoryIT {
  private static final String PASSPHRASE = "a canary that opens the repository";
  private static final String DATABASE = "a canary for the database";
  private static final String TOKEN = "tk_a_canary_for_ntfy";

  private Stage stage;
  private BorgmaticMachine machine;
  private FleetYaml fleet;

  @BeforeEach
  void set() throws IOException {
    stage = Stage.bare("shop");
    Files.writeString(stage.host("shop").data().resolve("window"), "on the street");
    machine = BorgmaticMachine.set(stage.lab(), stage.host("shop"), DATABASE, TOKEN);
    fleet =
        stage
            .fleet()
            .set("shop.borg", "targets", "shop", "repository", "path")
            .set("repokey-blake2", "targets", "shop", "repository", "encryption")
            .set("age:shop/borg_passphrase", "targets", "shop", "repository", "passphrase")
            .set("age:shop/borg_passphrase", "targets", "shop", "exec", "env", "BORG_PASSPHRASE")
            .set("age:shop/mariadb_password", "targets", "shop", "exec", "env", "MARIADB_PASSWORD")
            .set("age:shop/ntfy_token", "targets", "shop", "exec", "env", "NTFY_TOKEN");
    keep("shop/borg_passphrase", PASSPHRASE);
    keep("shop/mariadb_password", DATABASE);
    keep("shop/ntfy_token", TOKEN);
  }

  @AfterEach
  void strike() throws IOException {
    machine.close();
    stage.close();
  }

  @Test
  void a_machine_moves_from_borgmatic_to_holdfast() throws IOException {
    exec("borgmatic repo-create --encryption repokey-blake2");
    assertThat(borgOpensTheRepositoryWith(PASSPHRASE)).isTrue();
    borgmaticBacksUp("borgmatic --verbosity 1");
    borgmaticBacksUpInAContainer();
    var old = Archive.listed(exec("borgmatic list --json").out());

    // It keeps the key, and warns of archives that nobody has looked at.
    assertThat(stage.run(fleet, "init").said()).contains("holdfast ledger rebuild shop");
    stage.ok(fleet, "ledger", "rebuild", "shop", "--yes");
    stage.ok(fleet, "backup");
    assertThat(stage.archives(fleet, "shop")).hasSize(old.size() + 1).containsAll(old);

    stage.ok(fleet, "key", "rotate", "shop");
    assertThat(borgOpensTheRepositoryWith(PASSPHRASE)).isFalse();
    assertThat(stage.ok(fleet, "key", "export", "shop", "--paper").out())
        .contains("BORG PAPER KEY");

    borgmaticRestoresTheDatabaseFrom(old.getLast());
    assertThat(restored(old.getLast())).anyMatch(text -> text.contains("'a ladder'"));
    assertThat(restored(new Archive("latest", ""))).containsExactly("on the street");
    assertThat(filesThatContain(PASSPHRASE, DATABASE, TOKEN)).isEmpty();
  }

  private void borgmaticBacksUp(String command) {
    assertThat(exec(command).said()).contains("Creating archive", "no problems found");
    assertThat(machine.ntfy().heard())
        .containsExactly(
            "/backups: A borgmatic START event happened", "/backups: shop is backed up");
    assertThat(machine.ntfy().refused()).isEmpty();
  }

  private void borgmaticBacksUpInAContainer() {
    if (machine.docker() instanceof Docker.Impossible(String reason)) {
      Untested.here("borgmatic in a container", reason);
      return;
    }
    exec("docker compose up --detach");
    borgmaticBacksUp(
        "docker compose exec -T -e BORG_PASSPHRASE -e MARIADB_PASSWORD -e NTFY_TOKEN"
            + " borgmatic borgmatic --verbosity 1");
    // Without the names the container has nothing, and the exit code is the container's.
    var bare = exec(1, "docker compose exec -T borgmatic printenv BORG_PASSPHRASE");
    assertThat(bare.err()).contains("note: docker passes no variable");
    exec("docker compose down --timeout 0");
  }

  private boolean borgOpensTheRepositoryWith(String passphrase) {
    var home = stage.lab().controller();
    var repository = stage.lab().repositories().resolve("shop.borg").toString();
    var environment = RealBorg.environment(home, passphrase);
    return RealBorg.debian13().run(environment, "list", repository).exitCode() == 0;
  }

  private void borgmaticRestoresTheDatabaseFrom(Archive archive) {
    machine.database().ask("DROP TABLE shop.orders");
    exec("borgmatic restore --archive " + archive.name());
    assertThat(machine.database().ask("SELECT what FROM shop.orders ORDER BY id"))
        .isEqualTo("a ladder\na lamp\n");
  }

  /// The contents of an archive's files, restored by Holdfast.
  private List<String> restored(Archive archive) throws IOException {
    var to = stage.lab().controller().resolve("restored-" + archive.name());
    stage.ok(fleet, "restore", "shop::" + archive.name(), "--to", to.toString());
    return files(to).map(BorgmaticStoryIT::text).toList();
  }

  /// Runs a line of the page behind `holdfast exec --target shop --`.
  private Ran exec(String line) {
    return exec(0, line);
  }

  private Ran exec(int exitCode, String line) {
    var words = new ArrayList<>(List.of("exec", "--target", "shop", "--"));
    words.addAll(List.of(line.split(" ")));
    var ran = stage.run(fleet, words.toArray(String[]::new));
    assertThat(ran.exitCode()).as(line + ": " + ran.said()).isEqualTo(exitCode);
    assertThat(ran.said()).doesNotContain(PASSPHRASE, DATABASE, TOKEN);
    return ran;
  }

  private void keep(String name, String secret) throws IOException {
    var running = stage.ask(fleet, "secret", "set", name);
    running.tell(secret);
    var ran = running.await();
    assertThat(ran.exitCode()).as(ran.said()).isZero();
  }

  private List<Path> filesThatContain(String... words) throws IOException {
    return files(stage.lab().directory())
        .filter(file -> Stream.of(words).anyMatch(text(file)::contains))
        .toList();
  }

  private static Stream<Path> files(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList().stream();
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
