package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.ledger.Comparison;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.fleet.ledger.Shown;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Brings a repository that was tampered with back to what the ledger says, as far as its
/// append-only history allows. What proves it is the manifest: it must be the very one that was
/// seen last, and every archive in it must be there. Else everything is put back.
final class Rewind {
  static final String PLAN_LIST = "holdfast rewind --list-only";

  private final RunContext context;
  private final RepositorySecrets secrets;
  private final CompletableFuture<Optional<OpenedKey>> own;
  private final HostConnection host;

  Rewind(RunContext context) {
    this.context = context;
    this.secrets = RepositorySecrets.open(context);
    this.own = OpenedKey.kept(context, secrets);
    this.host = new Connections(context).repositoryHost();
  }

  /// Plans to set files aside; changes nothing.
  RewindPlan plan() {
    var state = known();
    refuseAfterCompaction(state);
    var history = new RepositoryFiles(context, host).history();
    return new RewindPlan(
        context.target(),
        state,
        wrong(state),
        history.transactions(),
        history.newest(),
        Optional.empty());
  }

  /// Plans to write the list of archives anew; changes nothing.
  RewindPlan planList() {
    var state = known();
    var wrong = wrong(state);
    var list =
        wrong.isEmpty()
            ? Optional.<NewList>empty()
            : Optional.of(new Relisting(context, secrets, host, own).plan(state));
    return new RewindPlan(context.target(), state, wrong, List.of(), 0, list);
  }

  private RepositoryState known() {
    var state = context.ledger().state();
    if (state.identity().isEmpty() || state.manifest().isEmpty()) {
      throw refused(
          ErrorCode.REPOSITORY_UNKNOWN,
          "the ledger does not know what the repository of %s should be",
          "holdfast ledger rebuild " + context.target().name());
    }
    return state;
  }

  private List<String> wrong(RepositoryState state) {
    try {
      return Comparison.of(state, look(), context.log().now()).differences().stream()
          .map(difference -> difference.what())
          .toList();
    } catch (FleetException e) {
      // What cannot even be read is wrong enough.
      return List.of(e.sentence());
    }
  }

  /// A compaction rewrites old segments: behind it there is no older state.
  private void refuseAfterCompaction(RepositoryState state) {
    var compacted = state.retention().compactedAt();
    var newest =
        state.archives().values().stream()
            .map(archive -> archive.received())
            .max(Comparator.naturalOrder());
    if (compacted.isPresent() && (newest.isEmpty() || newest.get().isBefore(compacted.get()))) {
      throw refused(
          ErrorCode.NOT_REWOUND,
          "the repository of %s was compacted after its newest archive: there is no older state",
          "put it back from a copy of " + context.target().repository().host().name());
    }
  }

  /// Tries the transactions, newest first.
  ///
  /// @param by who has agreed
  /// @return the directory that holds what was set aside; empty if nothing was
  /// @throws FleetException if the ledger has changed since
  String execute(RewindPlan plan, String by) {
    var command = plan.list().isPresent() ? PLAN_LIST : "holdfast rewind";
    UnchangedLedger.require(
        context.target(), plan.state().head(), context.ledger().state(), command);
    requireKey();
    if (plan.list().isPresent()) {
      new Relisting(context, secrets, host, own).execute(plan.list().get(), plan.state());
      new RecordedRepository(context).requireAsRecorded(look());
      context.ledger().append(new LedgerEntry.Rewound(by, 0, ""));
      return "";
    }
    var files = new RepositoryFiles(context, host);
    var aside = "holdfast-rewound-" + context.log().now().getEpochSecond();
    for (var transaction : plan.transactions()) {
      context.log().step("trying transaction " + transaction.number());
      files.setAside(transaction.number(), aside);
      if (isWhatTheLedgerSays(plan.state())) {
        context.ledger().append(new LedgerEntry.Rewound(by, transaction.number(), aside));
        return aside;
      }
    }
    files.putBack(aside);
    throw refused(
        ErrorCode.NOT_REWOUND,
        "none of the %d last transactions of the repository of %%s is what the ledger says; everything is where it was"
            .formatted(plan.transactions().size()),
        "put it back from a copy, or accept it: holdfast ledger rebuild "
            + context.target().name());
  }

  /// Archives that come back are worth what their key is: the kept one must be that of the
  /// repository. Where it cannot be read at all, there is nothing to compare yet.
  private void requireKey() {
    RepositoryReading.FirstLook look;
    try {
      look = new RepositoryReading(context, host).with(own).firstLook(secrets);
    } catch (FleetException _) {
      return;
    }
    var _ = new Escrow(context).requireSame(look.shown(), look.lockedKey());
  }

  private boolean isWhatTheLedgerSays(RepositoryState state) {
    try {
      return new RepositoryReading(context, host)
          .with(own)
          .ask(
              secrets,
              reader -> {
                if (!reader.manifest().digest().equals(state.manifest().orElseThrow().digest())) {
                  return false;
                }
                for (var archive : reader.manifest().archives()) {
                  var _ = reader.archive(archive);
                }
                return true;
              });
    } catch (FleetException _) {
      return false;
    }
  }

  private Shown look() {
    return new RepositoryReading(context, host).with(own).shown(secrets);
  }

  private FleetException refused(ErrorCode code, String sentence, String next) {
    return new FleetException(code, sentence.formatted(context.target().name()), next);
  }
}
