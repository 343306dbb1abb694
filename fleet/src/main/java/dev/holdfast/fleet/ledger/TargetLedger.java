package dev.holdfast.fleet.ledger;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The chain of one target: proves it, tells the state that follows from it, and appends.
///
/// Safe for several threads, and next to other processes that append to the same chain.
public final class TargetLedger {
  /// Somebody else's entry between reading and appending makes one more attempt.
  private static final int ATTEMPTS_MAX = 100;

  private final Ledger ledger;
  private final String target;
  private final InstantSource clock;
  private RepositoryState state;

  /// @param target its name, which is that of the chain
  /// @param clock the controller's
  public TargetLedger(Ledger ledger, String target, InstantSource clock) {
    this.ledger = ledger;
    this.target = target;
    this.clock = clock;
    this.state = empty();
  }

  /// Whose chain it is.
  public String target() {
    return target;
  }

  /// What the repository must look like now. The whole chain is proven.
  ///
  /// @throws FleetException if the ledger cannot be read, or the chain is broken
  public synchronized RepositoryState state() {
    var fold = StateFold.from(state);
    var head = state.head();
    for (var link : ledger.linksAfter(target, head.sequence())) {
      fold(fold, proven(link, head));
      head = link.head();
    }
    if (!head.equals(state.head())) {
      state = fold.state(head);
    }
    return state;
  }

  /// All entries, in order; the whole chain is proven.
  ///
  /// @throws FleetException as [#state()]
  public List<LedgerRecord> records() {
    var records = new ArrayList<LedgerRecord>();
    var fold = new StateFold();
    var head = Head.genesis(target);
    for (var link : ledger.linksAfter(target, 0)) {
      var next = proven(link, head);
      fold(fold, next);
      records.add(next);
      head = link.head();
    }
    return records;
  }

  /// Appends entries, all or none; they have reached the disk when this returns.
  ///
  /// @return the state with them
  /// @throws IllegalArgumentException if they contradict what the ledger says
  public RepositoryState append(LedgerEntry... entries) {
    return amend(_ -> List.of(entries));
  }

  /// Appends what somebody decides upon the state; asks again if the state has changed meanwhile.
  ///
  /// @param decision may be asked several times; decides for nothing by an empty list
  /// @return the state with what was appended
  /// @throws IllegalArgumentException if it contradicts what the ledger says
  public synchronized RepositoryState amend(
      Function<RepositoryState, ? extends List<? extends LedgerEntry>> decision) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      var before = state();
      var entries = decision.apply(before);
      if (entries.isEmpty()) {
        return before;
      }
      var links = new ArrayList<Link>();
      var after = extended(before, entries, links);
      if (ledger.append(target, links)) {
        state = after;
        return after;
      }
    }
    throw new FleetException(
        ErrorCode.LEDGER_UNAVAILABLE,
        "the ledger of %s was changed by others at each of %d attempts to append to it"
            .formatted(target, ATTEMPTS_MAX),
        "see which other controllers work for this target");
  }

  private RepositoryState extended(
      RepositoryState before, List<? extends LedgerEntry> entries, List<Link> links) {
    var fold = StateFold.from(before);
    var head = before.head();
    var at = clock.instant();
    for (var entry : entries) {
      var link = head.link(EntryWriter.text(at, entry));
      head = link.head();
      links.add(link);
      applied(fold, new LedgerRecord(link.sequence(), at, entry));
    }
    return fold.state(head);
  }

  private static void applied(StateFold fold, LedgerRecord next) {
    try {
      fold.apply(next);
    } catch (ContradictionException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private LedgerRecord proven(Link link, Head head) {
    if (!link.continues(head)) {
      throw broken(link.sequence(), "it does not follow the entry before it");
    }
    try {
      return EntryReader.read(link.sequence(), link.content());
    } catch (UnreadableEntryException e) {
      throw broken(link.sequence(), String.valueOf(e.getMessage()));
    }
  }

  private void fold(StateFold fold, LedgerRecord next) {
    try {
      fold.apply(next);
    } catch (ContradictionException e) {
      throw broken(next.sequence(), String.valueOf(e.getMessage()));
    }
  }

  private FleetException broken(long sequence, String why) {
    return new FleetException(
        ErrorCode.LEDGER_BROKEN,
        "entry %d in the ledger of %s is not to be believed: %s".formatted(sequence, target, why),
        "put the ledger back from a copy, or start over: docs/user/ledger.md");
  }

  private RepositoryState empty() {
    return new StateFold().state(Head.genesis(target));
  }
}
