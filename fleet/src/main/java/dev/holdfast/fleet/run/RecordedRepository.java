package dev.holdfast.fleet.run;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.Comparison;
import dev.holdfast.fleet.ledger.Difference;
import dev.holdfast.fleet.ledger.LedgerArchive;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.LedgerRebuild;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.fleet.ledger.Shown;
import dev.holdfast.fleet.ledger.TargetLedger;
import dev.holdfast.guard.NonceSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A target's repository between what the ledger says of it and what its host shows.
final class RecordedRepository {
  /// So many differences say it all.
  private static final int TOLD_MAX = 20;

  private final RunContext context;
  private final TargetLedger ledger;

  RecordedRepository(RunContext context) {
    this.context = context;
    this.ledger = context.ledger();
  }

  /// What it must be like.
  RepositoryState state() {
    return ledger.state();
  }

  /// The names of its archives.
  Set<String> names() {
    return state().archives().values().stream()
        .map(archive -> archive.name().value())
        .collect(Collectors.toSet());
  }

  /// Which nonces its writers may use.
  NonceSource nonces() {
    return new LedgerNonces(ledger, context.ports().clock());
  }

  /// Judges the list of archives that a session is shown, under its lock.
  Optional<String> against(Manifest shown) {
    var differences = Comparison.ofManifest(ledger.state(), shown, now()).differences();
    return differences.isEmpty() ? Optional.empty() : Optional.of(told(differences));
  }

  /// Sees to it that the host shows what the ledger says; catches up with what the controller
  /// itself has set going. At the first meeting the configuration decides.
  ///
  /// @throws FleetException otherwise; differences also become a finding
  void requireAsRecorded(Shown shown) {
    if (ledger.state().identity().isEmpty()) {
      meet(shown);
      return;
    }
    catchUp(shown, UnaryOperator.identity());
  }

  /// Whatever another controller enters until the last moment counts: what was shown to this one
  /// must agree with it as well.
  private void catchUp(Shown shown, UnaryOperator<LedgerEntry> completed) {
    var after =
        ledger.amend(state -> {
          var comparison = Comparison.of(state, shown, now());
          return comparison.differences().isEmpty()
              ? comparison.catchUp().stream().map(completed).toList()
              : List.of();
        });
    refuse(Comparison.of(after, shown, now()).differences());
  }

  private void meet(Shown shown) {
    var target = context.target().name();
    switch (context.ports().firstUse()) {
      case REFUSE ->
          throw new FleetException(
              ErrorCode.REPOSITORY_UNKNOWN,
              "the ledger does not know the repository of %s, which holds %s"
                  .formatted(target, Counted.of(shown.manifest().archives().size(), "archive")),
              "look at it and accept it: holdfast ledger rebuild " + target);
      case TRUST -> {
        // Whatever is entered now is believed from now on.
        var _ = new Escrow(context).requireSame(shown, Optional.empty());
        context
            .log()
            .warn(
                "the ledger did not know the repository; what it shows now was taken as it is: %s"
                    .formatted(Counted.of(shown.manifest().archives().size(), "archive")));
        var after =
            ledger.amend(state ->
                state.identity().isEmpty()
                    ? LedgerRebuild.entries(shown, LedgerEntry.Origin.FIRST_USE)
                    : List.of());
        refuse(Comparison.of(after, shown, now()).differences());
      }
    }
  }

  /// A repository that the controller has just created.
  void created(Shown shown) {
    ledger.amend(_ -> LedgerRebuild.entries(shown, LedgerEntry.Origin.CREATED));
  }

  /// Tells the ledger that the target is about to be let in.
  void starting(String archive) {
    ledger.append(new LedgerEntry.BackupStarted(new ArchiveName(archive)));
  }

  /// Enters a new archive that the controller has read, with the list that names it.
  ///
  /// @param addedBytes that its session sent
  void acknowledge(Shown shown, ArchiveMetadata archive, long addedBytes) {
    catchUp(shown, entry -> isOf(entry, archive.id()) ? measured(archive, addedBytes) : entry);
  }

  private static boolean isOf(LedgerEntry entry, ObjectId id) {
    return entry instanceof LedgerEntry.ArchiveAcknowledged(var archive) && archive.id().equals(id);
  }

  private LedgerEntry measured(ArchiveMetadata archive, long addedBytes) {
    return new LedgerEntry.ArchiveAcknowledged(
        new LedgerArchive(
            archive.id(),
            archive.name(),
            now(),
            archive.start(),
            new LedgerArchive.Figures(
                archive.size().plainBytes(),
                archive.size().compressedBytes(),
                OptionalLong.of(addedBytes),
                archive.size().files())));
  }

  private void refuse(List<Difference> differences) {
    if (!differences.isEmpty()) {
      throw raise(context, differences);
    }
  }

  /// Makes differences a finding.
  ///
  /// @return the failure of a run that met them
  static FleetException raise(RunContext context, List<Difference> differences) {
    var target = context.target().name();
    var host = context.target().repository().host().name();
    var what =
        "%s shows a repository of %s that is not what the ledger says: %s"
            .formatted(host, target, told(differences));
    var next =
        "do not write to it; holdfast audit %s lists all differences, docs/user/findings.md says what to do"
            .formatted(target);
    var evidence =
        differences.stream()
            .limit(TOLD_MAX)
            .map(difference -> difference.kind() + ": " + difference.what())
            .collect(Collectors.joining("; "));
    context.log().finding(Finding.Kind.REPOSITORY_DIFFERS, what, evidence, next);
    return new FleetException(ErrorCode.REPOSITORY_TAMPERED, what, next);
  }

  private static String told(List<Difference> differences) {
    var first = differences.getFirst().what();
    return differences.size() == 1
        ? first
        : "%s, and %d more".formatted(first, differences.size() - 1);
  }

  private Instant now() {
    return context.log().now();
  }
}
