package dev.holdfast.lab.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.RealBorg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Honest targets are left alone: whatever real borg does in a backup, on both its lines and in all
/// encryption modes, ends without a finding, and comes back byte for byte. The seed decides what
/// happens; `-Dhonest.runs` says how many backups there are, `-Dhonest.seed` which one alone.
@Execution(ExecutionMode.CONCURRENT)
@Order(-480)
class HonestRunsIT {
  private static final int RUNS = Integer.getInteger("honest.runs", 50);
  private static final int RUNS_PER_STORY = 5;
  private static final int FILES = Integer.getInteger("honest.files", 3000);
  private static final List<String> MODES =
      List.of(
          "repokey",
          "repokey-blake2",
          "keyfile",
          "keyfile-blake2",
          "authenticated",
          "authenticated-blake2",
          "none");

  @TestFactory
  Stream<DynamicTest> whatever_an_honest_borg_does_is_no_finding() {
    var only = Integer.getInteger("honest.seed", -1);
    var seeds = new ArrayList<Integer>();
    for (int seed = 0; seed < (RUNS + RUNS_PER_STORY - 1) / RUNS_PER_STORY; seed++) {
      seeds.add(seed);
    }
    return (only < 0 ? seeds : List.of(only))
        .stream().map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> tell(seed)));
  }

  @Test
  void a_machine_of_many_small_files_is_no_finding() throws Exception {
    var borg = RealBorg.system();
    var directory = Files.createTempDirectory(Path.of("/tmp"), "hfhon");
    try (var fleet = new GuardedFleet(directory.resolve("fleet"), borg, borg, "repokey-blake2")) {
      for (int i = 0; i < FILES; i++) {
        var parent = fleet.source().resolve("d" + i / 1000);
        if (i % 1000 == 0) {
          Files.createDirectories(parent);
        }
        Files.writeString(parent.resolve("file " + i), "content " + i);
      }
      fleet.init().forEach(GuardedHost::requireDone);
      GuardedHost.requireDone(fleet.backup(GuardedFleet.TARGET));
      Directories.delete(fleet.homeOfTarget().resolve(".cache"));
      GuardedHost.requireDone(fleet.backup(GuardedFleet.TARGET));
    } finally {
      Directories.delete(directory);
    }
  }

  /// One repository and a few backups of a machine where things happen in between.
  private static void tell(int seed) throws Exception {
    var random = new SplittableRandom(seed);
    var borgs = RealBorg.all();
    var onTarget = borgs.get(random.nextInt(borgs.size()));
    var onHost = borgs.get(random.nextInt(borgs.size()));
    var mode = MODES.get(seed % MODES.size());
    var directory = Files.createTempDirectory(Path.of("/tmp"), "hfhon");
    try (var fleet = new GuardedFleet(directory.resolve("fleet"), onTarget, onHost, mode)) {
      var story = new HonestStory(fleet, onTarget, random, directory);
      try {
        story.begin();
        for (int run = 0; run < RUNS_PER_STORY; run++) {
          story.backUp();
        }
        story.compare();
      } catch (AssertionError e) {
        throw new AssertionError(
            "seed %d: %s, borg %s on the target, borg %s on the host: %s"
                .formatted(seed, mode, onTarget.version(), onHost.version(), story.told()),
            e);
      }
      assertThat(story.told()).hasSize(RUNS_PER_STORY);
      // A night is long: whoever looks in the morning, or before, sees how far it came.
      System.out.printf(
          "honest seed %d: %s, borg %s on the target, borg %s on the host: %s%n",
          seed, mode, onTarget.version(), onHost.version(), story.told());
    } finally {
      Directories.delete(directory);
    }
  }
}
