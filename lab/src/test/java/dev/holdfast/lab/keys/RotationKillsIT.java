package dev.holdfast.lab.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.run.FleetRunner;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunRecord;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A change of the passphrase that dies behind any of its effects: a passphrase that is kept opens
/// the repository, backups go on, and the same command finishes the change.
class RotationKillsIT {
  private static final String PENDING_PASSPHRASE = KeyFleet.PASSPHRASE + ".pending";
  private static final String PENDING_KEY = KeyFleet.KEY + ".pending";

  private static final int EFFECTS = 9;

  @TempDir private Path directory;

  @Test
  void a_key_in_the_repository_survives_every_death() throws IOException {
    survives("repokey", 1, EFFECTS);
  }

  @Test
  void a_key_file_survives_deaths_between_the_passphrase_and_the_key() throws IOException {
    survives("keyfile-blake2", 5, 7);
  }

  @Test
  void changes_at_the_same_time_leave_one_passphrase_that_opens() throws IOException {
    var fleet = new KeyFleet(directory, RealBorg.system(), "repokey");
    done(fleet.run((runner, targets) -> runner.init(targets, false)));
    var together =
        IntStream.range(0, 3)
            .mapToObj(_ -> CompletableFuture.supplyAsync(() -> fleet.run(FleetRunner::rotate)))
            .toList();
    for (var one : together) {
      var record = one.join();
      assertThat(record.findings()).isEmpty();
      if (record.outcome() instanceof Outcome.Failed failed) {
        assertThat(failed.code())
            .as(failed.sentence())
            .isIn(ErrorCode.SECRET_CHANGED, ErrorCode.PASSPHRASE_WRONG);
      }
    }
    done(fleet.run(FleetRunner::rotate));
    assertThat(fleet.opens(KeyFleet.PASSPHRASE, KeyFleet.KEY)).isTrue();
    assertThat(fleet.store().names()).containsExactly(KeyFleet.KEY, KeyFleet.PASSPHRASE);
  }

  private void survives(String encryption, int first, int last) throws IOException {
    var fleet = new KeyFleet(directory, RealBorg.system(), encryption);
    done(fleet.run((runner, targets) -> runner.init(targets, false)));
    var whole = new Deaths(Integer.MAX_VALUE);
    done(fleet.run(whole, FleetRunner::rotate));
    assertThat(whole.effects()).hasSize(EFFECTS);
    for (var after = first; after <= last; after++) {
      var where = "dead after " + after + ": " + whole.effects().get(after - 1);
      var before = fleet.kept(KeyFleet.PASSPHRASE);
      var deaths = new Deaths(after);

      var death = catchThrowable(() -> fleet.run(deaths, FleetRunner::rotate));

      assertThat(death).as(where).hasRootCauseInstanceOf(Deaths.Died.class);
      assertThat(deaths.effects()).isEqualTo(whole.effects().subList(0, after));
      assertThat(opensSomehow(fleet)).as(where).isTrue();
      if (after % 3 == 0) {
        done(fleet.run(FleetRunner::backup));
      }
      done(fleet.run(FleetRunner::rotate));
      assertThat(fleet.kept(KeyFleet.PASSPHRASE)).as(where).isNotEqualTo(before);
      assertThat(fleet.store().names())
          .as(where)
          .containsExactly(KeyFleet.KEY, KeyFleet.PASSPHRASE);
    }
    assertThat(fleet.opens(KeyFleet.PASSPHRASE, KeyFleet.KEY)).isTrue();
    done(fleet.run(FleetRunner::backup));
  }

  /// With a passphrase and a key of the store, as a person would find them there.
  private static boolean opensSomehow(KeyFleet fleet) throws IOException {
    return fleet.opens(KeyFleet.PASSPHRASE, KeyFleet.KEY)
        || fleet.opens(PENDING_PASSPHRASE, PENDING_KEY)
        || fleet.opens(KeyFleet.PASSPHRASE, PENDING_KEY);
  }

  private static void done(RunRecord record) {
    assertThat(record.outcome()).isInstanceOf(Outcome.Done.class);
    assertThat(record.findings()).isEmpty();
  }
}
