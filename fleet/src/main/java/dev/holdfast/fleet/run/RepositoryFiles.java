package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.HostConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The files of one repository, on its host: a repository in append-only mode writes one numbered
/// segment file after the other, and notes the last one of each transaction. Whoever sets the newer
/// ones aside has the older state. Nothing is deleted.
final class RepositoryFiles {
  /// As many states can be tried; more would be days.
  static final int TRANSACTIONS_MAX = 20;

  private static final Duration MOVING = Duration.ofMinutes(30);
  private static final Duration MEASURING = Duration.ofMinutes(10);
  private static final int LOCKED = 75;
  private static final Pattern TRANSACTION =
      Pattern.compile("transaction (\\d{1,18}), UTC time ([0-9T:.-]{1,40})");
  private static final Pattern NEWEST = Pattern.compile("newest (\\d{1,18})");

  private static final String ENTER =
      "cd -- \"$1\" && [ -f config ] && [ -d data ] || exit 73; [ ! -e lock.exclusive ] || exit 75; ";

  private static final String HISTORY =
      ENTER
          + "[ ! -f transactions ] || tail -n 50 transactions; m=0;"
          + " for f in data/*/*; do n=${f##*/}; case $n in ''|*[!0-9]*) continue;; esac;"
          + " [ \"$n\" -le \"$m\" ] || m=$n; done; echo \"newest $m\"";

  /// The index and its companions describe the newest state; borg makes them anew.
  private static final String SET_ASIDE =
      ENTER
          + "for f in data/*/*; do n=${f##*/}; case $n in ''|*[!0-9]*) continue;; esac;"
          + " [ \"$n\" -gt \"$2\" ] || continue;"
          + " mkdir -p -- \"$3/${f%/*}\" && mv -- \"$f\" \"$3/$f\" || exit 74; done;"
          + " mkdir -p -- \"$3\" || exit 74;"
          + " for f in index.* hints.* integrity.*; do [ ! -e \"$f\" ] || mv -- \"$f\" \"$3/$f\" || exit 74; done";

  private static final String PUT_BACK =
      ENTER
          + "rm -f -- index.* hints.* integrity.*;"
          + " for f in \"$2\"/data/*/*; do [ -f \"$f\" ] || continue; r=${f#\"$2\"/};"
          + " mkdir -p -- \"${r%/*}\" && mv -- \"$f\" \"$r\" || exit 74; done;"
          + " for f in \"$2\"/index.* \"$2\"/hints.* \"$2\"/integrity.*; do"
          + " [ ! -e \"$f\" ] || mv -- \"$f\" . || exit 74; done";

  private static final String MEASURE = "du -sk -- \"$1\"";
  private static final Pattern KIB = Pattern.compile("(\\d{1,15})\\s.*", Pattern.DOTALL);

  private final RunContext context;
  private final HostConnection host;

  RepositoryFiles(RunContext context, HostConnection host) {
    this.context = context;
    this.host = host;
  }

  /// What the host has noted.
  ///
  /// @param transactions newest first
  record History(List<RewindPlan.Transaction> transactions, long newest) {}

  History history() {
    var said = run(HISTORY, List.of());
    var transactions = new ArrayList<RewindPlan.Transaction>();
    var newest = 0L;
    for (var line : said.output().lines().toList()) {
      var transaction = TRANSACTION.matcher(line.strip());
      var last = NEWEST.matcher(line.strip());
      if (transaction.matches()) {
        var number = Long.parseLong(transaction.group(1));
        transactions.addFirst(new RewindPlan.Transaction(number, transaction.group(2)));
      } else if (last.matches()) {
        newest = Long.parseLong(last.group(1));
      }
    }
    return new History(
        transactions.subList(0, Math.min(transactions.size(), TRANSACTIONS_MAX)), newest);
  }

  /// The space that the repository takes on its host; empty where the host does not let the
  /// controller ask.
  OptionalLong bytes() {
    var path = context.target().repository().path();
    try {
      var command = Command.script(MEASURE, List.of(path));
      var said = ShortCommand.run(context.scope(), host, command, MEASURING);
      var size = KIB.matcher(said.output().strip());
      return said.succeeded() && size.matches()
          ? OptionalLong.of(Long.parseLong(size.group(1)) << 10)
          : OptionalLong.empty();
    } catch (FleetException _) {
      // Nothing depends on it.
      return OptionalLong.empty();
    }
  }

  /// Moves everything behind a transaction into a directory of the repository.
  void setAside(long number, String directory) {
    run(SET_ASIDE, List.of(Long.toString(number), directory));
  }

  /// Moves everything back.
  void putBack(String directory) {
    run(PUT_BACK, List.of(directory));
  }

  private ShortCommand.Said run(String script, List<String> arguments) {
    var path = context.target().repository().path();
    var words = new ArrayList<>(List.of(path));
    words.addAll(arguments);
    var said = ShortCommand.run(context.scope(), host, Command.script(script, words), MOVING);
    if (said.succeeded()) {
      return said;
    }
    var name = context.target().repository().host().name();
    if (said.exit().equals(new ExitStatus.Exited(LOCKED))) {
      throw new FleetException(
          ErrorCode.REPOSITORY_LOCKED,
          "somebody holds the lock of the repository of " + context.target().name(),
          "wait for it to end, then run again");
    }
    throw new FleetException(
        ErrorCode.COMMAND_REFUSED,
        "the files of the repository on %s cannot be moved: %s"
            .formatted(name, said.errors().isBlank() ? said.exit() : said.errors().strip()),
        "rewinding needs a login on %s that may run sh, and owns the files; see docs/user/findings.md"
            .formatted(name));
  }
}
