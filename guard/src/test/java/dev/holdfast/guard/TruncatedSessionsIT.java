package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.RealBorg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A client that dies at any byte of a backup leaves a real repository as it was.
class TruncatedSessionsIT {
  private static final int CUTS = 10;

  @TestFactory
  Stream<DynamicTest> a_backup_that_is_cut_anywhere_is_not_committed() {
    return RealBorg.all().stream()
        .map(borg -> DynamicTest.dynamicTest(borg.version(), () -> cutEverywhere(borg)));
  }

  private static void cutEverywhere(RealBorg borg) throws Exception {
    try (BorgRig rig = new BorgRig(borg)) {
      Path source = Files.createDirectories(rig.home.resolve("source"));
      byte[] bytes = new byte[100_000];
      new Random(5).nextBytes(bytes);
      Files.write(source.resolve("file"), bytes);
      rig.run(rig.initialise(), "init", "-e", "repokey");
      Path snapshot = rig.home.resolve("snapshot");
      BorgRig.copy(rig.repository, snapshot);
      Tape tape = rig.run(rig.backup(), "create", "::one", "source").tape();
      int length = tape.said(Side.CLIENT).length;
      for (int i = 0; i <= CUTS; i++) {
        int at = i < CUTS ? 1 + (int) ((length - 2L) * i / CUTS) : length - 1;
        BorgRig.copy(snapshot, rig.repository);
        assertThat(rig.replay(rig.backup(), tape.cutClientAt(at)).committed())
            .as("cut after %d of %d bytes", at, length)
            .isFalse();
        assertThat(archives(rig)).as("cut after %d of %d bytes", at, length).isEmpty();
      }
      BorgRig.copy(snapshot, rig.repository);
      assertThat(rig.replay(rig.backup(), tape).committed()).as("uncut").isTrue();
      assertThat(archives(rig)).isEqualTo("one");
    }
  }

  private static String archives(BorgRig rig) throws Exception {
    BorgRig.delete(rig.home.resolve(".cache"));
    BorgRig.delete(rig.home.resolve(".config/borg/security"));
    BorgRig.Outcome outcome = rig.run(rig.readOnly(), "list", "--short");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    return outcome.out().strip();
  }
}
