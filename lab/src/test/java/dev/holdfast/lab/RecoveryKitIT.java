package dev.holdfast.lab;

import static dev.holdfast.lab.Stage.assertEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages of the recovery kit, written by the product and used by borg alone.
class RecoveryKitIT {
  @AutoClose private static Stage stage;
  private static FleetYaml fleet;
  private static Path kits;

  @BeforeAll
  static void back_up_and_write_the_pages() throws IOException {
    stage = Stage.bare("web1", "web2");
    for (var host : stage.lab().targets()) {
      Files.createDirectories(host.data().resolve("etc"));
      Files.writeString(host.data().resolve("etc/hostname"), "content of " + host.name());
    }
    fleet = stage.fleet().set("keyfile-blake2", "targets", "web2", "repository", "encryption");
    stage.ok(fleet, "init");
    stage.ok(fleet, "backup");
    kits = stage.lab().controller().resolve("kits");
    stage.ok(fleet, "recovery-kit", "--all", "--to", kits.toString());
  }

  @Test
  void pages_are_their_owners_alone() throws IOException {
    for (var name : List.of("web1.html", "web1.pdf", "web2.html", "web2.pdf")) {
      var mode = Files.getPosixFilePermissions(kits.resolve(name));
      assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
    }
    assertThat(Files.readString(kits.resolve("web1.html")))
        .contains(
            "Recovery kit: web1", stage.lab().repositories() + "/web1", "version 1.", "SHA256:");
    assertThat(Files.readString(kits.resolve("web1.pdf"), StandardCharsets.ISO_8859_1))
        .startsWith("%PDF-1.4");
  }

  @Test
  void the_passphrase_is_on_the_page_only_when_it_is_asked_for() throws IOException {
    var passphrase = stage.ok(fleet, "secret", "get", "web1/passphrase").out();
    assertThat(Files.readString(kits.resolve("web1.html"))).doesNotContain(passphrase);

    var whole = stage.lab().controller().resolve("whole");
    var ran =
        stage.ok(
            fleet, "recovery-kit", "web1", "--to", whole.toString(), "--with-passphrase", "--json");

    assertThat(Files.readString(whole.resolve("web1.html"))).contains(passphrase);
    assertThat(ran.out()).contains("\"fingerprint\":\"", "web1.pdf").doesNotContain(passphrase);
  }

  @Test
  void both_kinds_of_pages_are_proven_to_restore() {
    var ran = stage.ok(fleet, "recovery-kit", "--test", "--all", "--from", kits.toString());

    assertThat(ran.said())
        .contains(
            "the page of web1 restores", "the page of web2 restores", "etc/hostname (15 bytes)");
    stage.assertNothingLeft();
  }

  @Test
  void a_page_need_not_be_written_to_be_tested() {
    assertThat(stage.ok(fleet, "recovery-kit", "--test", "web1").said()).contains("restores");
  }

  @Test
  void a_page_with_a_misprint_is_of_no_use() throws IOException {
    var bad = Files.createDirectories(stage.lab().controller().resolve("bad"));
    var page = Files.readString(kits.resolve("web1.html"));
    Files.writeString(bad.resolve("web1.html"), page.replace(" 2: a", " 2: b"));

    var ran = stage.run(fleet, "recovery-kit", "--test", "web1", "--from", bad.toString());

    assertEnds(ran, 6, "KIT-001", "line 2 of the paper key");
  }

  /// What a person does who has the page, the passphrase and a copy of the repository, and nothing
  /// else: no Holdfast, and a repository that has lost its key.
  @ParameterizedTest
  @ValueSource(strings = {"web1", "web2"})
  void borg_alone_restores_with_what_is_on_the_page(String target) throws IOException {
    var desk = Files.createDirectories(stage.lab().controller().resolve("desk-" + target));
    var passphrase = stage.ok(fleet, "secret", "get", target + "/passphrase").out();
    Files.writeString(desk.resolve("passphrase"), passphrase);
    var script =
        """
        set -eu
        export BORG_BASE_DIR="$1/base" BORG_RELOCATED_REPO_ACCESS_IS_OK=yes BORG_REPO="$1/repository"
        cp -r "$2" "$1/repository"
        sed -i '/^key = /,$d' "$1/repository/config"
        sed -n '/<pre id="paper-key">/,/<.pre>/p' "$3" | sed -e 's/<[^>]*>//g' -e 's/^[^:]*: *//' >"$1/typed"
        borg key import --paper "$BORG_REPO" <"$1/typed" >/dev/null
        BORG_PASSPHRASE=$(cat "$1/passphrase")
        export BORG_PASSPHRASE
        archive=$(borg list --short)
        cd "$1" && borg extract "::$archive"
        """;
    var repository = stage.lab().repositories().resolve(target).toString();
    var page = kits.resolve(target + ".html").toString();
    Tool.run("sh", "-c", script, "sh", desk.toString(), repository, page);

    var restored = desk.resolve(stage.host(target).data().toString().substring(1));
    assertThat(restored.resolve("etc/hostname")).hasContent("content of " + target);
  }

  @Test
  void what_is_asked_for_must_make_sense() {
    for (var words :
        new String[][] {{"recovery-kit", "web1"}, {"recovery-kit", "web1", "--all", "--to", "x"}}) {
      var ran = stage.run(fleet, words);
      assertThat(ran.exitCode()).as(ran.said()).isEqualTo(2);
      assertThat(ran.err()).contains("CLI-001");
    }
  }
}
