package dev.holdfast.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The story that the demo plays. Every claim it prints was checked a moment before.
final class Demo {
  private static final int GUARD_REFUSED = 7;
  private static final int MEGABYTES = 8;

  private final Lab lab;
  private final Product product;
  private final Narration story;
  private final Path config;
  private final List<SampleTree> trees = new ArrayList<>();
  private final List<String> summary = new ArrayList<>();

  Demo(Lab lab, Product product, Narration story) {
    this.lab = lab;
    this.product = product;
    this.story = story;
    this.config = lab.config("fleet");
  }

  void play() throws IOException {
    showFleet();
    backUp();
    backUpAgain();
    attack();
    restore();
    story.summary("Holdfast: what has just happened", summary);
  }

  private void showFleet() throws IOException {
    story.chapter("A throw-away fleet in " + lab.directory());
    story.fact("vault  %s  keeps the repositories".formatted(address(lab.vault())));
    for (var host : lab.targets()) {
      trees.add(SampleTree.plant(host.data(), trees.size(), MEGABYTES));
      story.fact("%-5s  %s  is to be backed up".formatted(host.name(), address(host)));
    }
    story.fact(
        "Each is a real sshd. The targets hold no key, no passphrase and no address of vault.");
    lab.fleet().write(config);
    command(0, "config", "validate");
  }

  private void backUp() {
    story.chapter("One repository for each target, and the first backups");
    command(0, "init");
    command(0, "backup");
  }

  private void backUpAgain() throws IOException {
    story.chapter("A day later: files were changed, added, renamed and deleted");
    for (var tree : trees) {
      tree.change();
    }
    command(0, "backup");
    for (var host : lab.targets()) {
      var archives = archives(host.name());
      expect(archives.size() == 2, host.name() + " has " + archives.size() + " archives, not 2");
    }
    story.proven("%d targets, 2 archives each".formatted(lab.targets().size()));
    summary.add(
        "✔ 3 targets backed up twice through the guard: only what changed went over the line");
  }

  private void attack() throws IOException {
    story.chapter("web2 is taken over: its borg is now a program that deletes history");
    var before = archives("web2");
    var victim = lab.target("web2");
    var log = victim.directory().resolve("home/attack.log");
    victim.replaceBorg(
        """
        # The socket is open and the passphrase is on standard input: use both.
        "$REAL_BORG" delete --first 1 2>"$HOME/attack.log"
        rc=$?
        cat "$HOME/attack.log" >&2
        exit $rc\
        """);
    story.fact("Under plain `borg serve --append-only` this very command succeeds:");
    story.fact("  borg delete --first 1");
    var exitCode = command(GUARD_REFUSED, "backup", "web2");
    Files.readAllLines(log).stream()
        .filter(line -> !line.isBlank())
        .limit(3)
        .forEach(line -> story.fact("borg on web2 was told: " + line));
    victim.healBorg();
    var after = archives("web2");
    expect(after.equals(before), "web2 had " + before + " and now has " + after);
    command(0, "list", "web2");
    story.proven("refused with exit code %d; web2 still has every archive".formatted(exitCode));
    summary.add("✔ web2 was taken over and tried to delete an archive: refused, nothing is lost");
    command(0, "backup", "web2");
    summary.add(
        "✔ web2, healed, was backed up again at once: no lock, no socket, nothing to tidy up");
  }

  private void restore() throws IOException {
    story.chapter("Restore web1 and compare it byte for byte with the machine");
    var newest = archives("web1").getLast();
    var to = lab.directory().resolve("restored");
    command(0, "restore", "web1::" + newest.name(), "--to", to.toString());
    var source = lab.target("web1").data();
    var comparison =
        TreeComparison.of(source, to.resolve(source.subpath(0, source.getNameCount())));
    expect(comparison.same(), "the restored tree differs: " + comparison.differences());
    expect(comparison.files() > 0, "nothing was restored");
    var size = "%d files, %d bytes".formatted(comparison.files(), comparison.bytes());
    story.proven(size + ": contents, permissions, times and links are the same");
    summary.add("✔ web1 was restored and compared: " + size + ", all the same");
    summary.add("✔ quotes, blanks, newlines and shell characters in names came through");
  }

  private int command(int expected, String... words) {
    story.command("holdfast " + String.join(" ", words));
    var exitCode = product.show(config, words);
    expect(
        exitCode == expected,
        "`holdfast %s` ended with exit code %d, not %d"
            .formatted(String.join(" ", words), exitCode, expected));
    return exitCode;
  }

  private List<Archive> archives(String target) {
    var ran = product.run(config, "list", target, "--json");
    expect(ran.exitCode() == 0, "`holdfast list --json` failed: " + ran.said());
    return Archive.listed(ran.out());
  }

  private static void expect(boolean fulfilled, String otherwise) {
    if (!fulfilled) {
      throw new DemoFailure(otherwise);
    }
  }

  private static String address(LabHost host) {
    return host.sshd().host() + ":" + host.sshd().port();
  }
}
