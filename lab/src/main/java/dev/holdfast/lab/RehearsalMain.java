package dev.holdfast.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes one real backup so that the virtual machine can archive the classes that one needs:
/// `RehearsalMain LAUNCHER ARCHIVE`.
public final class RehearsalMain {
  private RehearsalMain() {}

  /// Exits with 0 if the backup was made.
  public static void main(String[] words) throws IOException {
    System.exit(rehearse(Path.of(words[0]), words[1]));
  }

  private static int rehearse(Path launcher, String archive) throws IOException {
    try (var lab = Lab.start(Files.createTempDirectory("holdfast-lab."), "web1")) {
      Files.writeString(lab.target("web1").data().resolve("file"), "content");
      var config = lab.fleet().write(lab.config("fleet"));
      var init = new Product(launcher, lab.controller()).run(config, "init");
      var archiving = "-XX:ArchiveClassesAtExit=" + archive;
      var backup = new Product(launcher, lab.controller(), archiving).run(config, "backup");
      System.out.println(init.said() + backup.said());
      return backup.exitCode();
    }
  }
}
