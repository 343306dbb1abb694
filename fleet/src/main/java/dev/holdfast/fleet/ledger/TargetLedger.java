package dev.holdfast.fleet.ledger;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The chain of one target: proves it, tells the state that follows from it, and appends.
///
/// Safe for several threads, and next to other processes that append to the same chain.
public final class TargetLedger {
  /// Somebody else's entry between reading and appending makes one more attempt.
  private static final int ATTEMPTS_MAX = 100;

  private static final char GENERATION = '~';

  private final Ledger ledger;
  private final String target;
  private final InstantSource clock;
  private String chain;
  private RepositoryState state;

  /// @param target its name, which is that of its first chain
  /// @param clock the controller's
  public TargetLedger(Ledger ledger, String target, InstantSource clock) {
    this.ledger = ledger;
    this.target = target;
    this.clock = clock;
    this.chain = target;
    this.state = empty(target);
  }

  /// Whose chain it is.
  public String target() {
    return target;
  }

  /// What the repository must look like now. The whole chain is proven.
  ///
  /// @throws FleetException if the ledger cannot be read, or the chain is broken
  public synchronized RepositoryState state() {
    follow();
    var fold = StateFold.from(state);
    var head = state.head();
    for (var link : ledger.linksAfter(chain, head.sequence())) {
      fold(fold, proven(link, head));
      head = link.head();
    }
    if (!head.equals(state.head())) {
      state = fold.state(head);
    }
    return state;
  }

  /// Goes on to the chain that was begun in place of a broken one; mostly there is none.
  private void follow() {
    for (var next = after(chain); !ledger.linksAfter(next, 0).isEmpty(); next = after(chain)) {
      chain = next;
      state = empty(next);
    }
  }

  /// No target is named like this.
  private static String after(String chain) {
    int mark = chain.indexOf(GENERATION);
    return mark < 0
        ? chain + GENERATION + 2
        : chain.substring(0, mark + 1) + (Integer.parseInt(chain.substring(mark + 1)) + 1);
  }

  /// A broken chain.
  ///
  /// @param chain its name
  /// @param believed what follows from the entries before the one that is not to be believed
  /// @param why it is not
  public record Broken(String chain, RepositoryState believed, FleetException why) {}

  /// What is wrong with the chain; empty if it is whole.
  public synchronized Optional<Broken> broken() {
    follow();
    var head = Head.genesis(chain);
    var fold = new StateFold();
    var believed = new ArrayList<LedgerRecord>();
    for (var link : ledger.linksAfter(chain, 0)) {
      try {
        var next = proven(link, head);
        fold(fold, next);
        believed.add(next);
        head = link.head();
      } catch (FleetException e) {
        return Optional.of(new Broken(chain, state(believed, head), e));
      }
    }
    return Optional.empty();
  }

  private RepositoryState state(List<LedgerRecord> records, Head head) {
    var fold = new StateFold();
    records.forEach(record -> fold(fold, record));
    return fold.state(head);
  }

  /// Begins another chain in place of a broken one, which stays as it is.
  ///
  /// @param seen what a person has looked at
  /// @param entries that follow in the new chain
  /// @return false, and nothing was entered, if that is not so any more
  public synchronized boolean beginAnew(Broken seen, List<? extends LedgerEntry> entries) {
    var now = broken();
    if (now.isEmpty()
        || !now.get().chain().equals(seen.chain())
        || !now.get().believed().head().equals(seen.believed().head())) {
      return false;
    }
    var next = after(seen.chain());
    var links = new ArrayList<Link>();
    var _ = extended(empty(next), entries, links);
    return ledger.append(next, links);
  }

  /// Whether a head that was noted elsewhere is in the chain.
  public synchronized boolean contains(Head noted) {
    follow();
    return ledger.linksAfter(chain, noted.sequence() - 1).stream()
        .findFirst()
        .filter(link -> link.head().equals(noted))
        .isPresent();
  }

  /// All entries, in order; the whole chain is proven.
  ///
  /// @throws FleetException as [#state()]
  public synchronized List<LedgerRecord> records() {
    follow();
    var records = new ArrayList<LedgerRecord>();
    var fold = new StateFold();
    var head = Head.genesis(chain);
    for (var link : ledger.linksAfter(chain, 0)) {
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
      if (ledger.append(chain, links)) {
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
        "put the ledger back from a copy; where there is none: holdfast ledger rebuild %s --new-chain"
            .formatted(target));
  }

  private static RepositoryState empty(String chain) {
    return new StateFold().state(Head.genesis(chain));
  }
}
