package dev.holdfast.kit;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Says what a person has to know and do, for somebody who has never heard of Holdfast.
final class PageText {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final KitPage page;
  private final List<Block> blocks = new ArrayList<>();

  private PageText(KitPage page) {
    this.page = page;
  }

  static List<Block> of(KitPage page) {
    var text = new PageText(page);
    text.facts();
    text.secrets();
    text.steps();
    text.key();
    return List.copyOf(text.blocks);
  }

  static String day(KitPage page) {
    return DAY.format(page.made());
  }

  private void facts() {
    var place = page.place();
    add(new Block.Title("Recovery kit: " + page.target()));
    add(
        new Block.Text(
            "With this page the backups of "
                + page.target()
                + " can be restored by BorgBackup alone, on any machine, when the controller that"
                + " made them is gone. Keep it where a fire at the controller does not reach it."));
    add(new Block.Fact("Made", day(page)));
    add(new Block.Fact("Repository host", host(place)));
    add(new Block.Fact("Path there", ShellText.word(place.path())));
    add(new Block.Fact("Borg there", ShellText.word(place.borg()) + version(place)));
    add(new Block.Fact("Encryption", page.encryption()));
    page.repositoryId().ifPresent(id -> add(new Block.Fact("Repository id", id)));
    page.key().ifPresent(key -> add(new Block.Fact("Fingerprint of the key", key.fingerprint())));
    place
        .login()
        .ifPresent(login -> {
          login.jumps().forEach(jump -> add(new Block.Fact("Through", jump)));
          login.hostKeys().forEach(key -> add(new Block.Fact("Its host key", key)));
        });
  }

  private static String version(KitPage.Place place) {
    return place.borgVersion().map(version -> ", version " + version).orElse(", version not known");
  }

  private static String host(KitPage.Place place) {
    return place
        .login()
        .map(login ->
            "%s: %s@%s, port %d".formatted(place.host(), login.user(), login.host(), login.port()))
        .orElse("the controller itself (" + place.host() + ")");
  }

  private void secrets() {
    if (page.key().isEmpty()) {
      add(new Block.Heading("What you need besides"));
      add(new Block.Text("The repository is not encrypted: there is no key and no passphrase."));
      needLogin();
      return;
    }
    if (page.passphrase().isPresent()) {
      add(new Block.Heading("This page opens everything"));
      add(
          new Block.Text(
              "Key and passphrase are both on it. Whoever reads it can read every backup, if he"
                  + " reaches the repository. Lock it away."));
    } else {
      add(new Block.Heading("What is not on this page"));
      add(
          new Block.Text(
              "The passphrase. Without it the key below opens nothing. Write it here by hand, or"
                  + " keep it at another place:"));
      add(new Block.ByHand("Passphrase"));
    }
    needLogin();
    add(
        new Block.Text(
            "A new passphrase or a new key makes this page stale: make a new one then, and destroy"
                + " this one. Until it is destroyed, it still opens the repository with the old"
                + " passphrase."));
  }

  private void needLogin() {
    if (page.place().login().isPresent()) {
      add(
          new Block.Text(
              "A login on the repository host, too: have its administrator add your SSH key. "
                  + "Compare the host key at the first login with the one above."));
    }
  }

  private void steps() {
    add(new Block.Heading("How to restore"));
    add(new Block.Text("1. Get BorgBackup 1.2 or newer, but not 2.x. On Debian and Ubuntu:"));
    commands("apt install borgbackup");
    add(new Block.Text("2. Say where the repository is, in bash or zsh:"));
    where();
    if (page.key().isPresent()) {
      add(new Block.Text("3. Give the passphrase" + typed()));
      passphrase();
    }
    page.key()
        .ifPresent(key -> {
          var paper = "borg key import --paper \"$BORG_REPO\"";
          if (key.liesInRepository()) {
            add(
                new Block.Text(
                    "4. The repository holds its key itself; go on with 5. Only if borg says there"
                        + " that the key is missing or wrong, type the lines below, from the one"
                        + " that starts with \"id:\" on, after this command:"));
          } else {
            add(
                new Block.Text(
                    "4. The repository does not hold its key. Type the lines below, from the one"
                        + " that starts with \"id:\" on, after this command:"));
          }
          commands(paper);
          add(
              new Block.Text(
                  "Or scan the square into a file key.txt and type: borg key import \"$BORG_REPO\""
                      + " key.txt"));
        });
    add(new Block.Text("5. See which archives there are, and extract one:"));
    commands(
        "borg list",
        "mkdir restored && cd restored",
        "borg extract --list ::ARCHIVE",
        "borg extract --list ::ARCHIVE etc/ssh home");
    add(new Block.Text("Paths have no / at their beginning. Run it as root to restore owners."));
  }

  private String typed() {
    return page.passphrase().isPresent() ? ":" : "; nothing is shown while you type:";
  }

  private void where() {
    var place = page.place();
    var lines = new ArrayList<String>();
    var login = place.login();
    lines.add("export BORG_REPO=" + ShellText.word(RepositoryAddress.of(place)));
    if (login.isPresent() && !login.get().jumps().isEmpty()) {
      var jumps = String.join(",", login.get().jumps());
      lines.add("export BORG_RSH=" + ShellText.word("ssh -J " + jumps));
    }
    if (login.isPresent() && !place.borg().equals("borg")) {
      lines.add("export BORG_REMOTE_PATH=" + ShellText.word(place.borg()));
    }
    add(new Block.Commands(lines));
  }

  private void passphrase() {
    commands(
        page.passphrase()
            .map(secret -> "BORG_PASSPHRASE=" + secret.useCharacters(PageText::quoted))
            .orElse("read -rs BORG_PASSPHRASE"),
        "export BORG_PASSPHRASE");
  }

  private static String quoted(char[] characters) {
    return ShellText.word(new String(characters));
  }

  private void key() {
    page.key()
        .ifPresent(key -> {
          add(new Block.Heading("The key, locked by the passphrase"));
          add(new Block.PaperKey(key.paper()));
          add(new Block.Qr(key.exported()));
        });
  }

  private void commands(String... lines) {
    add(new Block.Commands(List.of(lines)));
  }

  private void add(Block block) {
    blocks.add(block);
  }
}
