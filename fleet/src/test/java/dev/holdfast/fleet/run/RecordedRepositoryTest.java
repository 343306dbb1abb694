package dev.holdfast.fleet.run;

import static dev.holdfast.fleet.ledger.Entries.entry;
import static dev.holdfast.fleet.ledger.Entries.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ArchiveSize;
import dev.holdfast.borg.archive.Origin;
import dev.holdfast.fleet.config.LedgerSettings.FirstUse;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.Entries;
import dev.holdfast.fleet.ledger.Ledger;
import dev.holdfast.fleet.ledger.Link;
import dev.holdfast.fleet.ledger.MemoryLedger;
import dev.holdfast.fleet.ledger.TargetLedger;
import dev.holdfast.guard.Workbench;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Two controllers, whose looks at the repository and entries in the ledger come in every order.
final class RecordedRepositoryTest {
  private final MemoryLedger chains = new MemoryLedger();
  private final TargetLedger rival = new TargetLedger(chains, "web1", () -> Entries.NOON);
  private final TargetLedger own = new TargetLedger(new RivalComesIn(), "web1", () -> Entries.NOON);
  @AutoClose private final Workbench bench = Workbench.standard(1);
  private Runnable comesIn = () -> {};

  /// Between the look at the ledger and the entry somebody else is quicker, once.
  private final class RivalComesIn implements Ledger {
    @Override
    public String place() {
      return chains.place();
    }

    @Override
    public SortedSet<String> chains() {
      return chains.chains();
    }

    @Override
    public List<Link> linksAfter(String chain, long sequence) {
      return chains.linksAfter(chain, sequence);
    }

    @Override
    public boolean append(String chain, List<Link> links) {
      var quicker = comesIn;
      comesIn = () -> {};
      quicker.run();
      return chains.append(chain, links);
    }
  }

  private RecordedRepository repository() {
    var target = TestFleets.target("web1", TestFleets.policy("/etc"), 1);
    var ports = OfflinePorts.of(new MemoryJournal(), () -> Entries.NOON, bench, FirstUse.TRUST);
    var log = new RunLog("web1", _ -> {}, ports.clock());
    return new RecordedRepository(
        new RunContext(target, Limits.defaults(), ports, new RunScope(), log, own));
  }

  private static ArchiveMetadata archive(int id, String name) {
    return new ArchiveMetadata(
        Entries.id(id),
        new ArchiveName(name),
        Entries.NOON,
        Entries.NOON,
        new Origin("", "web1", "root", List.of("borg", "create")),
        new ArchiveSize(OptionalLong.of(9), OptionalLong.of(8), OptionalLong.of(1)),
        List.<ObjectId>of(),
        true,
        true);
  }

  @Test
  void two_archives_made_on_two_forks_are_never_both_acknowledged() {
    own.append(Entries.known(7), Entries.started("mine"), Entries.started("other"));
    comesIn = () -> rival.append(Entries.acknowledged(2, "other"), Entries.seen(10, 60));
    assertTampered(
        () -> repository().acknowledge(shown(9, 50, entry(1, "mine")), archive(1, "mine"), 5));
    assertThat(own.state().archives()).containsOnlyKeys(Entries.id(2));
  }

  @Test
  void forks_are_found_also_where_both_archives_have_one_name() {
    own.append(Entries.known(7), Entries.started("same"));
    comesIn = () -> rival.append(Entries.acknowledged(2, "same"), Entries.seen(10, 50));
    assertTampered(
        () -> repository().acknowledge(shown(9, 50, entry(1, "same")), archive(1, "same"), 5));
    assertThat(own.state().archives()).containsOnlyKeys(Entries.id(2));
  }

  @Test
  void an_archive_that_another_controller_has_entered_meanwhile_is_no_difference() {
    own.append(Entries.known(7), Entries.started("mine"), Entries.started("other"));
    comesIn = () -> rival.append(Entries.acknowledged(2, "other"), Entries.seen(8, 40));
    repository()
        .acknowledge(shown(9, 50, entry(1, "mine"), entry(2, "other")), archive(1, "mine"), 5);
    assertThat(own.state().archives()).containsOnlyKeys(Entries.id(1), Entries.id(2));
  }

  @Test
  void two_controllers_that_meet_two_forks_for_the_first_time_do_not_both_believe() {
    comesIn = () -> rival.append(Entries.known(7), Entries.seen(10, 60));
    assertTampered(() -> repository().requireAsRecorded(shown(9, 50)));
  }

  private static void assertTampered(Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            FleetException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.REPOSITORY_TAMPERED));
  }
}
