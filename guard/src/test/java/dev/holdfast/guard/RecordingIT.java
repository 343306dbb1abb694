package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.RealBorg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Records every kind of session of the borgs of this machine and judges it. With
/// `-Dholdfast.record=DIRECTORY` the tapes are kept there; see the README beside them.
class RecordingIT {
  @TestFactory
  Stream<DynamicTest> fresh_recordings_are_judged_like_the_kept_ones() {
    return RealBorg.all().stream()
        .map(borg -> DynamicTest.dynamicTest(borg.version(), () -> record(borg)));
  }

  private static void record(RealBorg borg) throws Exception {
    try (BorgRig rig = new BorgRig(borg)) {
      random(Files.createDirectories(rig.home.resolve("source")), 3, 9_000);
      random(Files.createDirectories(rig.home.resolve("other")), 40, 2_000);
      for (Play play : Play.values()) {
        Tape tape = rig.record(play.environment(), play.arguments());
        keep(borg, play, tape);
        TapeJudge judge = new TapeJudge(play.policy()).play(tape);
        assertThat(judge.malformed).as("%s %s", borg.version(), play).isFalse();
        assertThat(judge.refused)
            .as("%s %s", borg.version(), play)
            .isEqualTo(play.refusal().orElse(null));
      }
    }
  }

  private static void random(Path directory, int files, int bytesEach) throws Exception {
    for (int i = 0; i < files; i++) {
      byte[] bytes = new byte[bytesEach];
      new Random(1_000L * files + i).nextBytes(bytes);
      Files.write(directory.resolve("file" + i), bytes);
    }
  }

  private static void keep(RealBorg borg, Play play, Tape tape) throws Exception {
    String directory = System.getProperty("holdfast.record", "");
    if (!directory.isEmpty()) {
      Path tapes = Files.createDirectories(Path.of(directory, borg.version()));
      Files.write(tapes.resolve(play.fileName()), tape.toFile());
    }
  }
}
