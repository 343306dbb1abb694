package dev.holdfast.lab.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.run.Finding;
import dev.holdfast.fleet.run.FleetKeys;
import dev.holdfast.fleet.run.FleetLedger;
import dev.holdfast.fleet.run.FleetRunner;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RebuildPlan;
import dev.holdfast.fleet.run.RunRecord;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A repository that the ledger does not know: its locked key is taken over silently only where it
/// is there and the very one that is kept.
class FirstMeetingIT {
  @TempDir private Path directory;

  private KeyFleet fleet(String encryption) throws IOException {
    var fleet = new KeyFleet(directory, RealBorg.system(), encryption, new AgeKeeping(directory));
    done(fleet.run((runner, targets) -> runner.init(targets, false)));
    fleet.forget();
    return fleet;
  }

  private static void done(RunRecord record) {
    assertThat(record.outcome()).isInstanceOf(Outcome.Done.class);
    assertThat(record.findings()).isEmpty();
  }

  private static RebuildPlan rebuild(KeyFleet fleet) {
    return fleet.person(
        (all, ports) -> new FleetLedger(all, ports).planRebuild(fleet.target(), "root", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "authenticated", "keyfile-blake2"})
  void a_repository_that_is_well_is_no_finding(String encryption) throws IOException {
    var fleet = fleet(encryption);
    assertThat(rebuild(fleet).changes().entries()).isNotEmpty();
    done(fleet.run(FleetRunner::backup));
  }

  @Test
  void a_locked_key_that_is_gone_or_garbage_is_a_finding_and_comes_back() throws IOException {
    var fleet = fleet("repokey");
    replaceKey(fleet, "");
    refused(fleet.run(FleetRunner::backup));
    replaceKey(fleet, "bm90IGEga2V5");
    refused(fleet.run(FleetRunner::backup));
    assertThatThrownBy(() -> rebuild(fleet))
        .isInstanceOfSatisfying(
            FleetException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.ESCROW_DIFFERS);
              assertThat(e.nextStep()).contains("holdfast key restore web1");
            });
    fleet.person((all, ports) -> {
      var ledger = new FleetLedger(all, ports);
      assertThatThrownBy(() -> ledger.state(fleet.target()))
          .as("nothing was taken over")
          .isInstanceOfSatisfying(
              FleetException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.REPOSITORY_UNKNOWN));
      assertThat(ledger.findings(List.of(fleet.target())))
          .singleElement()
          .satisfies(of ->
              assertThat(of.open())
                  .singleElement()
                  .satisfies(
                      open -> assertThat(open.finding().code()).isEqualTo("escrow-differs")));
      var keys = new FleetKeys(all, ports);
      keys.restore(keys.planRestore(fleet.target()));
      return true;
    });
    done(fleet.run(FleetRunner::backup));
  }

  @Test
  void a_locked_key_that_is_not_the_kept_one_is_a_finding() throws IOException {
    var fleet =
        new KeyFleet(
            directory, RealBorg.system(), "authenticated-blake2", new AgeKeeping(directory));
    done(fleet.run((runner, targets) -> runner.init(targets, false)));
    var before = Files.readString(fleet.configuration());
    done(fleet.run(FleetRunner::rotate));
    Files.writeString(fleet.configuration(), before);
    fleet.forget();

    refused(fleet.run(FleetRunner::backup));

    assertThatThrownBy(() -> rebuild(fleet))
        .isInstanceOfSatisfying(
            FleetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ESCROW_DIFFERS));
  }

  private static void replaceKey(KeyFleet fleet, String key) throws IOException {
    var whole = Files.readString(fleet.configuration());
    var spoilt = whole.replaceAll("(?s)\\nkey = .*?\\n(?=\\S|\\n)", "\nkey = " + key + "\n");
    assertThat(spoilt).isNotEqualTo(whole);
    Files.writeString(fleet.configuration(), spoilt);
  }

  private static void refused(RunRecord record) {
    assertThat(record.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(Finding.Kind.ESCROW_DIFFERS);
          assertThat(finding.nextStep()).contains("holdfast key restore web1");
        });
    assertThat(record.outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.ESCROW_DIFFERS));
  }
}
