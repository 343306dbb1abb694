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
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A change of the passphrase that dies behind any of its effects: a passphrase that is kept opens
/// the repository, backups go on, and the same command finishes the change.
@Order(-80)
class RotationKillsIT {
  private static final int EFFECTS = 9;

  @TempDir private Path directory;

  @Test
  void a_key_in_the_repository_survives_every_death() throws IOException {
    survives(fleet("repokey"), 1, EFFECTS);
  }

  @Test
  void a_key_file_survives_deaths_between_the_passphrase_and_the_key() throws IOException {
    survives(fleet("keyfile-blake2"), 5, 7);
  }

  @Test
  void so_it_is_with_another_line_of_borg_on_the_host() throws IOException {
    var keeping = new AgeKeeping(directory);
    survives(new KeyFleet(directory, RealBorg.debian13(), "repokey-blake2", keeping), 4, 4);
  }

  @Test
  void versions_of_a_vault_say_which_passphrase_opens() throws IOException {
    try (var keeping = new VaultKeeping()) {
      survives(new KeyFleet(directory, RealBorg.system(), "repokey", keeping), 4, 6);
    }
  }

  private KeyFleet fleet(String encryption) throws IOException {
    return new KeyFleet(directory, RealBorg.system(), encryption, new AgeKeeping(directory));
  }

  @Test
  void changes_at_the_same_time_leave_one_passphrase_that_opens() throws IOException {
    var fleet = fleet("repokey");
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
    assertThat(fleet.opens()).isTrue();
    assertThat(fleet.isPending()).isFalse();
  }

  private static void survives(KeyFleet fleet, int first, int last) throws IOException {
    done(fleet.run((runner, targets) -> runner.init(targets, false)));
    var whole = new Deaths(Integer.MAX_VALUE);
    done(fleet.run(whole, FleetRunner::rotate));
    assertThat(whole.effects()).hasSize(EFFECTS);
    for (var after = first; after <= last; after++) {
      var where = "dead after " + after + ": " + whole.effects().get(after - 1);
      var before = fleet.passphrase();
      var deaths = new Deaths(after);

      var death = catchThrowable(() -> fleet.run(deaths, FleetRunner::rotate));

      assertThat(death).as(where).hasRootCauseInstanceOf(Deaths.Died.class);
      assertThat(deaths.effects()).isEqualTo(whole.effects().subList(0, after));
      assertThat(fleet.isPending()).as(where).isEqualTo(after < EFFECTS);
      assertThat(fleet.opens() || fleet.opensWithWhatIsPending()).as(where).isTrue();
      if (after % 3 == 0) {
        done(fleet.run(FleetRunner::backup));
      }
      done(fleet.run(FleetRunner::rotate));
      assertThat(fleet.passphrase()).as(where).isNotEqualTo(before);
      assertThat(fleet.isPending()).as(where).isFalse();
      assertThat(fleet.olderPassphrases()).as(where).contains(before.orElseThrow());
    }
    assertThat(fleet.opens()).isTrue();
    done(fleet.run(FleetRunner::backup));
  }

  private static void done(RunRecord record) {
    assertThat(record.outcome()).isInstanceOf(Outcome.Done.class);
    assertThat(record.findings()).isEmpty();
  }
}
