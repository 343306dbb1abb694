package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.fleet.ledger.LedgerEntry.ArchiveAcknowledged;
import dev.holdfast.fleet.ledger.LedgerEntry.NoncesReserved;
import dev.holdfast.fleet.ledger.LedgerEntry.RebuildAccepted;
import dev.holdfast.fleet.ledger.LedgerEntry.RepositoryKnown;
import dev.holdfast.fleet.ledger.LedgerEntry.RetentionDecided;
import dev.holdfast.fleet.ledger.LedgerEntry.RetentionExecuted;
import dev.holdfast.fleet.ledger.RepositoryState.Hold;
import dev.holdfast.fleet.ledger.RepositoryState.Identity;
import dev.holdfast.fleet.ledger.RepositoryState.ManifestMark;
import dev.holdfast.fleet.ledger.RepositoryState.OpenFinding;
import dev.holdfast.fleet.ledger.RepositoryState.Retention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/// Makes entries, one after the other, into the state that follows from them.
final class StateFold {
  private Optional<Identity> identity = Optional.empty();
  private final SequencedMap<ObjectId, LedgerArchive> archives = new LinkedHashMap<>();
  private final Set<ArchiveName> names = new HashSet<>();
  private Optional<ManifestMark> manifest = Optional.empty();
  private long nextNonce;
  private final SequencedSet<ArchiveName> unfinished = new LinkedHashSet<>();
  private final SequencedMap<ObjectId, Hold> holds = new LinkedHashMap<>();
  private final SequencedMap<Long, OpenFinding> findings = new LinkedHashMap<>();
  private Optional<RetentionDecided> open = Optional.empty();
  private Optional<Instant> decidedAt = Optional.empty();
  private final List<Retention.Dropped> dropped = new ArrayList<>();
  private Optional<Instant> compactedAt = Optional.empty();

  /// Goes on from a state.
  static StateFold from(RepositoryState state) {
    var fold = new StateFold();
    fold.identity = state.identity();
    fold.archives.putAll(state.archives());
    state.archives().values().forEach(archive -> fold.names.add(archive.name()));
    fold.manifest = state.manifest();
    fold.nextNonce = state.nextNonce();
    fold.unfinished.addAll(state.unfinished());
    fold.holds.putAll(state.holds());
    fold.findings.putAll(state.findings());
    fold.open = state.retention().open();
    fold.decidedAt = state.retention().decidedAt();
    fold.dropped.addAll(state.retention().dropped());
    fold.compactedAt = state.retention().compactedAt();
    return fold;
  }

  RepositoryState state(Head head) {
    return new RepositoryState(
        head,
        identity,
        archives,
        manifest,
        nextNonce,
        unfinished,
        holds,
        findings,
        new Retention(open, decidedAt, dropped, compactedAt));
  }

  /// @throws ContradictionException if the entry cannot be true now
  void apply(LedgerRecord next) {
    var at = next.at();
    switch (next.entry()) {
      case RepositoryKnown known -> know(known, at);
      case LedgerEntry.KeyKept(var fingerprint) -> key(Optional.of(fingerprint), Optional.empty());
      case LedgerEntry.KeyChangeStarted(var fingerprint) ->
          key(known().keyFingerprint(), Optional.of(fingerprint));
      case LedgerEntry.BackupStarted(var archive) -> start(archive);
      case LedgerEntry.BackupGivenUp(var archive) ->
          require(unfinished.remove(archive), "no archive " + archive + " is on its way");
      case ArchiveAcknowledged(var archive) -> acknowledge(archive);
      case LedgerEntry.ManifestSeen(var digest, var timestamp) -> see(digest, timestamp);
      case NoncesReserved(var start, var after) -> reserve(start, after);
      case RetentionDecided decided -> decide(decided, at);
      case RetentionExecuted executed -> execute(executed, at);
      case LedgerEntry.Compacted _ -> {
        dropped.clear();
        compactedAt = Optional.of(at);
      }
      case LedgerEntry.QuarantineRestarted _ ->
          dropped.replaceAll(archive -> new Retention.Dropped(archive.archive(), at));
      case LedgerEntry.FindingRaised raised ->
          findings.put(next.sequence(), new OpenFinding(next.sequence(), at, raised));
      case LedgerEntry.FindingClosed(var number, _, _) ->
          require(findings.remove(number) != null, "finding " + number + " is not open");
      case LedgerEntry.HoldPlaced(var archive, var by, var reason) ->
          hold(new Hold(archive, at, by, reason));
      case LedgerEntry.HoldLifted(var archive, _, _) ->
          require(holds.remove(archive) != null, "archive " + archive + " has no hold");
      case RebuildAccepted rebuilt -> rebuild(rebuilt);
      case LedgerEntry.Rewound _ -> known();
      case LedgerEntry.ChainBegun _ ->
          require(next.sequence() == 1, "a chain begins with its first entry");
    }
  }

  private void know(RepositoryKnown known, Instant at) {
    var same = identity.filter(old -> old.repository().equals(known.repository())).isPresent();
    if (!same) {
      archives.clear();
      names.clear();
      holds.clear();
      unfinished.clear();
      manifest = Optional.empty();
      nextNonce = 0;
      open = Optional.empty();
      dropped.clear();
    }
    identity =
        Optional.of(
            new Identity(
                known.repository(),
                known.keyType(),
                known.keyFingerprint(),
                Optional.empty(),
                known.origin(),
                at));
  }

  private Identity known() {
    return identity.orElseThrow(
        () -> new ContradictionException("no entry has said yet which repository it is"));
  }

  private void key(Optional<String> fingerprint, Optional<String> change) {
    var old = known();
    identity =
        Optional.of(
            new Identity(
                old.repository(), old.keyType(), fingerprint, change, old.origin(), old.since()));
  }

  private void start(ArchiveName archive) {
    known();
    requireFree(archive);
    unfinished.add(archive);
  }

  private void acknowledge(LedgerArchive archive) {
    known();
    require(!archives.containsKey(archive.id()), "archive " + archive.id() + " exists already");
    requireFree(archive.name());
    archives.put(archive.id(), archive);
    names.add(archive.name());
    unfinished.remove(archive.name());
  }

  private void requireFree(ArchiveName name) {
    require(!names.contains(name), "there is an archive named " + name + " already");
  }

  private void see(ObjectId digest, Instant timestamp) {
    known();
    require(
        manifest.isEmpty() || !timestamp.isBefore(manifest.get().timestamp()),
        "the manifest of " + timestamp + " is older than one that was seen");
    manifest = Optional.of(new ManifestMark(digest, timestamp));
  }

  private void reserve(long start, long after) {
    known();
    require(start >= nextNonce && after > start, "nonces from " + start + " were given out before");
    nextNonce = after;
  }

  private void decide(RetentionDecided decided, Instant at) {
    known();
    for (var drop : decided.drops()) {
      requireLiving(drop.archive());
      require(!holds.containsKey(drop.archive()), "archive " + drop.archive() + " is held");
    }
    open = Optional.of(decided);
    decidedAt = Optional.of(at);
  }

  private void execute(RetentionExecuted executed, Instant at) {
    require(
        open.filter(plan -> plan.plan().equals(executed.plan())).isPresent(),
        "plan " + executed.plan() + " is not open");
    var planned = new HashSet<ObjectId>();
    open.orElseThrow().drops().forEach(drop -> planned.add(drop.archive()));
    for (var id : executed.dropped()) {
      require(planned.contains(id), "archive " + id + " is not in the plan");
      forget(id).ifPresent(archive -> dropped.add(new Retention.Dropped(archive, at)));
    }
    open = Optional.empty();
  }

  private void hold(Hold hold) {
    requireLiving(hold.archive());
    require(
        open.stream()
            .flatMap(plan -> plan.drops().stream())
            .noneMatch(drop -> drop.archive().equals(hold.archive())),
        "a plan that drops archive " + hold.archive() + " is being executed");
    holds.put(hold.archive(), hold);
  }

  private void rebuild(RebuildAccepted rebuilt) {
    known();
    rebuilt
        .forgotten()
        .forEach(id -> {
          requireLiving(id);
          forget(id);
        });
    manifest = Optional.empty();
    open = Optional.empty();
    unfinished.clear();
  }

  private Optional<LedgerArchive> forget(ObjectId id) {
    holds.remove(id);
    var archive = Optional.ofNullable(archives.remove(id));
    archive.ifPresent(gone -> names.remove(gone.name()));
    return archive;
  }

  private void requireLiving(ObjectId id) {
    require(archives.containsKey(id), "there is no archive " + id);
  }

  private static void require(boolean condition, String sentence) {
    if (!condition) {
      throw new ContradictionException(sentence);
    }
  }
}
