package dev.holdfast.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HtmlPageTest {
  private static String html(KitPage page) {
    return new String(HtmlPage.of(page), StandardCharsets.UTF_8);
  }

  @Test
  void all_that_is_needed_is_on_it() {
    assertThat(html(Pages.of("/srv/borg/web1", true, Optional.empty())))
        .contains(
            "Recovery kit: web1",
            "2026-11-20 21:00 UTC",
            "vault1: borg@fe80::1, port 2222",
            "SHA256:abc",
            "version 1.2.4",
            "f00d".repeat(16),
            "export BORG_REPO=ssh://borg@[fe80::1]:2222/srv/borg/web1",
            "export BORG_RSH='ssh -J ann@bastion.example.org:22'",
            "export BORG_REMOTE_PATH=/opt/borg",
            "read -rs BORG_PASSPHRASE",
            "borg key import --paper &quot;$BORG_REPO&quot;",
            "borg extract --list ::ARCHIVE",
            "Passphrase:",
            "stale")
        .doesNotContain("http://", "https://", "<script");
  }

  @Test
  void a_passphrase_is_on_it_only_when_it_was_asked_for() {
    var asked = Pages.of("/srv", true, Optional.of(Secret.ofText("it's <secret> & \u00fc")));

    assertThat(html(asked))
        .contains("BORG_PASSPHRASE=$'it\\'s &lt;secret&gt; &amp; \\303\\274'", "opens everything")
        .doesNotContain("read -rs");
  }

  @Test
  void the_key_can_be_read_back() {
    var page = Pages.of("/srv", false, Optional.empty());

    assertThat(PrintedKey.of(HtmlPage.of(page))).contains(Pages.PAPER);
    assertThat(html(page)).contains("does not hold its key");
  }

  @Test
  void a_page_with_something_else_in_the_place_of_the_key_is_no_page() {
    var html = html(Pages.of("/srv", false, Optional.empty()));

    for (var broken :
        new String[] {
          "",
          html.replace("paper-key", "x"),
          html.replace("id: 2", "i: 2"),
          html.replace("a46461", "a4; rm"),
          html.substring(0, html.indexOf("86a961"))
        }) {
      assertThat(PrintedKey.of(broken.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
  }

  @Test
  void a_repository_without_encryption_has_no_key_on_its_page() {
    var place = new KitPage.Place("here", Optional.empty(), "/srv/b ü", "borg", Optional.empty());
    var page =
        new KitPage(
            "db1",
            Instant.EPOCH,
            place,
            "none",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(html(page))
        .contains("export BORG_REPO=$'/srv/b \\303\\274'", "not encrypted", "version not known")
        .doesNotContain("BORG_PASSPHRASE", "key import");
    assertThat(PrintedKey.of(HtmlPage.of(page))).isEmpty();
  }
}
