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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// The story of docs/user/from-borgmatic.md, with its files and its commands: a machine that runs
/// borgmatic gets its secrets from Holdfast, and then its backups.
@Order(-65)
class BorgmaticStoryIT {
  private static final String PASSPHRASE = "a canary that opens the repository";
  private static final String DATABASE = "a canary for the database";
  private static final String TOKEN = "tk_a_canary_for_ntfy";

  private Stage stage;
  private BorgmaticMachine machine;
  private VaultOperator vault;
  private Path fleet;

  @BeforeEach
  void set() throws IOException {
    stage = Stage.bare("shop");
    Files.writeString(stage.host("shop").data().resolve("window"), "on the street");
    machine = BorgmaticMachine.set(stage.lab(), stage.host("shop"), DATABASE, TOKEN);
    vault = VaultOperator.start("moving from borgmatic");
    keepInVault(TOKEN);
    fleet = machine.fleet(stage.lab(), stage.host("shop"), vault);
  }

  private void keepInVault(String token) throws IOException {
    vault.put(
        "prod/services/shop/backup",
        Map.of("borg_passphrase", PASSPHRASE, "mariadb_password", DATABASE, "ntfy_token", token));
  }

  @AfterEach
  void strike() throws IOException {
    machine.close();
    vault.close();
    stage.close();
  }

  @Test
  void a_machine_moves_from_borgmatic_to_holdfast() throws IOException {
    theVaultIsPrepared();
    exec("borgmatic repo-create --encryption repokey-blake2");
    assertThat(borgOpensTheRepositoryWith(PASSPHRASE)).isTrue();
    borgmaticBacksUp("borgmatic --verbosity 1");
    borgmaticBacksUpInAContainer();
    ntfyRefusesAToken();
    var old = Archive.listed(exec("borgmatic list --json").out());

    // It keeps the key, and warns of archives that nobody has looked at.
    assertThat(stage.run(fleet, "init").said()).contains("holdfast ledger rebuild shop");
    ok("ledger", "rebuild", "shop", "--yes");
    ok("backup");
    assertThat(Archive.listed(ok("list", "shop", "--json").out()))
        .hasSize(old.size() + 1)
        .containsAll(old);

    ok("key", "rotate", "shop");
    var fresh = vault.field("prod/services/shop/backup", "borg_passphrase");
    assertThat(borgOpensTheRepositoryWith(fresh)).isTrue();
    assertThat(borgOpensTheRepositoryWith(PASSPHRASE)).isFalse();
    assertThat(ok("key", "export", "shop", "--paper").out()).contains("BORG PAPER KEY");

    borgmaticRestoresTheDatabaseFrom(old.getLast());
    assertThat(restored(old.getLast())).anyMatch(text -> text.contains("'a ladder'"));
    assertThat(restored(new Archive("latest", ""))).containsExactly("on the street");
    assertThat(filesThatContain(PASSPHRASE, DATABASE, TOKEN, fresh)).isEmpty();
    thePaperIsEnough(fresh);
  }

  private void theVaultIsPrepared() throws IOException {
    vault.logIn(stage.lab().controller());
    assertThat(ok("vault", "setup", "--writable").out()).contains("nothing was changed");
    vault.setUp(stage, fleet);
    ok("vault", "check", "--writable");
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

  /// borgmatic tells of it and goes on, as the page says.
  private void ntfyRefusesAToken() throws IOException {
    keepInVault("tk_of_yesterday");
    assertThat(exec("borgmatic compact").said()).contains("ntfy error: 401");
    assertThat(machine.ntfy().refused()).contains("/backups");
    assertThat(stage.run(fleet, "doctor").out()).contains("ntfy: ", "refuses the token with 401");
    keepInVault(TOKEN);
    assertThat(stage.run(fleet, "doctor").out()).contains("ntfy: ", " knows the token");
    assertThat(machine.ntfy().heard()).allMatch(told -> told.startsWith("/v1/account"));
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

  /// The controller is gone, and the repository host has lost the key.
  private void thePaperIsEnough(String passphrase) throws IOException {
    var controller = stage.lab().controller();
    var kits = controller.resolve("kits");
    ok("recovery-kit", "shop", "--to", kits.toString());
    assertThat(ok("recovery-kit", "--test", "shop", "--from", kits.toString()).said())
        .contains("the page of shop restores");
    var newest = Archive.listed(ok("list", "shop", "--json").out()).getLast();
    var config = stage.lab().repositories().resolve("shop.borg/config");
    var lines = Files.readString(config);
    Files.writeString(config, lines.substring(0, lines.indexOf("key = ")));

    var desk = stage.lab().directory().resolve("desk");
    var ssh = "ssh -i %1$s/id_ed25519 -o UserKnownHostsFile=%1$s/known_hosts".formatted(controller);
    var ran =
        PrintedPage.in(kits.resolve("shop.html")).follow(desk, ssh, passphrase, newest.name());

    assertThat(ran.exitCode()).as(ran.said()).isZero();
    assertThat(files(desk.resolve("restored")).map(BorgmaticStoryIT::text))
        .containsExactly("on the street");
  }

  /// The contents of an archive's files, restored by Holdfast.
  private List<String> restored(Archive archive) throws IOException {
    var to = stage.lab().controller().resolve("restored-" + archive.name());
    ok("restore", "shop::" + archive.name(), "--to", to.toString());
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

  private Ran ok(String... words) {
    var ran = stage.run(fleet, words);
    assertThat(ran.exitCode()).as(ran.said()).isZero();
    return ran;
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
