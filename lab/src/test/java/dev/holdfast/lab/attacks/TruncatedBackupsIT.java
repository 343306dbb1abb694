package dev.holdfast.lab.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// A whole backup that breaks off after any of its bytes: nothing of it stays, and the next one
/// works. `-Dattacks.cut-step=1` tries every byte; otherwise a few are tried, as
/// `RecordedSessionsTest` tries hundreds in memory.
class TruncatedBackupsIT {
  private static final int STEP = Integer.getInteger("attacks.cut-step", 0);
  private static final int CUTS = 8;

  private static final Attack BACKUP =
      new Attack(
          "backup",
          "nothing bad",
          "nothing",
          (borg, scene) -> borg.grip().commitArchive(scene.archive(), scene.now(), new byte[0]));

  @Test
  void a_backup_that_breaks_off_anywhere_leaves_nothing_behind() throws Exception {
    var directory = Files.createTempDirectory(Path.of("/tmp"), "hfcut");
    try (var host = GuardedHost.start(directory.resolve("host"))) {
      var whole = new AtomicReference<CutLine>();
      var complete =
          host.suffer(
              BACKUP,
              line -> {
                var counted = new CutLine(line, Long.MAX_VALUE);
                whole.set(counted);
                return counted;
              });
      assertThat(complete.record().outcome()).isInstanceOf(Outcome.Done.class);
      for (var at : positions(whole.get().said())) {
        var seen = host.suffer(BACKUP, line -> new CutLine(line, at));
        assertThat(seen.record().outcome())
            .as("cut after %d", at)
            .isInstanceOf(Outcome.Failed.class);
        assertThat(seen.lost()).as("cut after %d", at).isEmpty();
        assertThat(seen.foreign()).as("cut after %d", at).isEmpty();
        assertThat(seen.backsUp()).as("cut after %d", at).isTrue();
      }
    } finally {
      Directories.delete(directory);
    }
  }

  /// The last message is the commit: whoever has said all of it has backed up.
  private static List<Long> positions(long length) throws IOException {
    var step = STEP > 0 ? STEP : Math.max(1, length / CUTS);
    var all = new ArrayList<Long>();
    for (long at = 1; at < length; at += step) {
      all.add(at);
    }
    all.add(length - 1);
    return all;
  }
}
