package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.read.Parsing;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.guard.Workbench;
import dev.holdfast.secrets.SecretException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Whose passphrase is due, and whose cannot be changed.
final class FleetKeysTest {
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
  private static final Fleet FLEET =
      Parsing.yaml(
          """
          version: 1
          repository_hosts: { here: { local: true, root: /srv } }
          defaults: { sources: [/etc], repository: { host: here } }
          targets:
            yearly: { local: true, actions: { rotate: 365d } }
            asked: { local: true, repository: { passphrase: "env:PASSPHRASE" } }
            open: { local: true, repository: { encryption: none } }
            one: { local: true, repository: { passphrase: "age:both" } }
            two: { local: true, repository: { passphrase: "age:both" } }
          """);

  private final MemoryJournal journal = new MemoryJournal();
  @AutoClose private final Workbench bench = Workbench.standard(1);
  private Instant now = NEW_YEAR;
  private final RunPorts ports = OfflinePorts.of(journal, () -> now, bench);

  private List<String> due() {
    return new FleetKeys(FLEET, ports).due().targets().stream().map(one -> one.name()).toList();
  }

  private void refused(String target, ErrorCode code, String... words) {
    var chosen = Optional.ofNullable(FLEET.targets().get(target)).orElseThrow();
    assertThatThrownBy(() -> RotateRun.slots(FLEET, chosen, ports))
        .isInstanceOfSatisfying(
            FleetException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.sentence()).contains(words);
            });
  }

  @Test
  void a_passphrase_is_as_old_as_the_last_change_or_as_the_repository() {
    var yearly = Optional.ofNullable(FLEET.targets().get("yearly")).orElseThrow();
    ports
        .ledgerOf(yearly)
        .append(
            new LedgerEntry.RepositoryKnown(
                ObjectId.MANIFEST, KeyType.REPOKEY, Optional.empty(), LedgerEntry.Origin.CREATED));
    assertThat(due()).isEmpty();
    now = NEW_YEAR.plus(Duration.ofDays(365));
    assertThat(due()).containsExactly("yearly");

    var done = new Outcome.Done("changed", Optional.empty(), List.of());
    journal.append(new RunRecord("id", Action.ROTATE, "yearly", now, now, done, List.of()));

    assertThat(due()).isEmpty();
    now = now.plus(Duration.ofDays(365));
    assertThat(due()).containsExactly("yearly");
  }

  @Test
  void a_shared_passphrase_and_a_repository_without_a_key_are_refused() {
    refused("two", ErrorCode.PASSPHRASE_SHARED, "two and one share", "age:both");
    refused("open", ErrorCode.KEY_MISSING, "mode none");
  }

  @Test
  void a_secret_that_keeps_no_versions_is_refused_with_a_better_place() {
    var asked = Optional.ofNullable(FLEET.targets().get("asked")).orElseThrow();
    assertThatThrownBy(() -> RotateRun.slots(FLEET, asked, ports))
        .isInstanceOfSatisfying(
            SecretException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(SecretException.Kind.READ_ONLY);
              assertThat(e.nextStep()).contains("age:");
            });
  }
}
