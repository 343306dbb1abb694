package dev.holdfast.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `./holdfast demo [--keep]`: the product's main job on real processes, from the first backup to
/// an attack and a restore.
public final class DemoMain {
  private static final String USAGE =
      """
      Usage: ./holdfast demo [--keep]
        Starts a throw-away fleet on loopback ports, backs it up, attacks it, restores from it, and
        cleans up. Needs no privileges and touches nothing outside one temporary directory.
        --keep   leaves the fleet running and says how to play on
      """;

  private DemoMain() {}

  /// Exits with 0 if every step went as it should, 1 if not, 2 for wrong usage.
  public static void main(String[] words) {
    System.exit(new DemoMain().run(List.of(words)));
  }

  private int run(List<String> words) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var rest = words.subList(Math.min(2, words.size()), words.size());
    if (words.size() < 2 || !words.getFirst().equals("--launcher")) {
      out.println("The demo is started by ./holdfast demo");
      return 2;
    }
    if (!rest.isEmpty() && !rest.equals(List.of("--keep"))) {
      out.print(USAGE);
      return rest.equals(List.of("--help")) ? 0 : 2;
    }
    var story = new Narration(out, Narration.coloursAreWelcome(System.getenv()));
    try {
      return play(Path.of(words.get(1)), story, !rest.isEmpty());
    } catch (DemoFailure | IOException | IllegalStateException e) {
      story.failure(String.valueOf(e.getMessage()));
      return 1;
    }
  }

  private static int play(Path launcher, Narration story, boolean keep) throws IOException {
    var directory = Files.createTempDirectory("holdfast-demo.");
    var lab = Lab.start(directory, "web1", "web2", "db1");
    var cleaner = Thread.ofPlatform().unstarted(() -> remove(lab));
    Runtime.getRuntime().addShutdownHook(cleaner);
    new Demo(lab, new Product(launcher, lab.controller()), story).play();
    if (keep) {
      Runtime.getRuntime().removeShutdownHook(cleaner);
      story.playOn(KeptLab.write(lab, launcher));
    }
    return 0;
  }

  private static void remove(Lab lab) {
    try {
      lab.close();
    } catch (IOException e) {
      System.err.println("demo: could not remove " + lab.directory() + ": " + e.getMessage());
    }
  }
}
