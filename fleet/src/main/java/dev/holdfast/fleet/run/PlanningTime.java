package dev.holdfast.fleet.run;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.fleet.ledger.LedgerArchive;
import dev.holdfast.fleet.ledger.RepositoryState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The time by which retention is planned, and which times of receipt it believes. The controller's
/// clock may have been wrong for a while; the order of the ledger's entries cannot be.
///
/// @param now by the controller's clock
/// @param tolerance by how much a clock may be wrong before it matters
record PlanningTime(Instant now, Duration tolerance) {
  static PlanningTime of(RunContext context) {
    return new PlanningTime(context.log().now(), context.limits().archive().clockTolerance());
  }

  /// Whether this has not come yet, so that a clock was wrong when it was written, or is wrong now.
  boolean isFuture(Instant at) {
    return at.isAfter(now.plus(tolerance));
  }

  /// The living archives whose time of receipt cannot be right: it lies in the future, or does not
  /// go with the order in which the ledger was written. The rest is what belongs to each largest
  /// set that agrees with itself, so one moment of a wrong clock makes few others doubtful.
  Set<ObjectId> undated(RepositoryState state) {
    var undated = new HashSet<ObjectId>();
    var ordered = new ArrayList<LedgerArchive>();
    for (var archive : state.archives().values()) {
      if (isFuture(archive.received())) {
        undated.add(archive.id());
      } else if (!wasLearnt(archive)) {
        ordered.add(archive);
      }
    }
    var agreeing = surelyRising(smoothed(ordered));
    for (int i = 0; i < ordered.size(); i++) {
      if (!agreeing.contains(i)) {
        undated.add(ordered.get(i).id());
      }
    }
    return undated;
  }

  /// Whether most archives came before now: a clock that is behind, such as that of a machine which
  /// has lost its battery, puts them into the future.
  boolean isBelieved(RepositoryState state) {
    var future = state.archives().values().stream().filter(a -> isFuture(a.received())).count();
    return future * 2 <= state.archives().size();
  }

  /// Nobody saw it arrive: its time is that of borg, and its place in the ledger says nothing.
  private static boolean wasLearnt(LedgerArchive archive) {
    return archive.received().equals(archive.started());
  }

  /// Several controllers may differ a little.
  private List<Instant> smoothed(Collection<LedgerArchive> archives) {
    var times = new ArrayList<Instant>(archives.size());
    for (var archive : archives) {
      var time = archive.received();
      if (!times.isEmpty()
          && time.isBefore(times.getLast())
          && !time.isBefore(times.getLast().minus(tolerance))) {
        time = times.getLast();
      }
      times.add(time);
    }
    return times;
  }

  /// Positions that belong to each longest sequence that never falls: where two of them are of one
  /// length, nobody knows which of their times are wrong.
  private static Set<Integer> surelyRising(List<Instant> times) {
    var to = lengths(times, Comparator.naturalOrder());
    var from = lengths(times.reversed(), Comparator.reverseOrder()).reversed();
    int longest = to.stream().mapToInt(Integer::intValue).max().orElse(0);
    var at = new HashMap<Integer, List<Integer>>();
    for (int i = 0; i < times.size(); i++) {
      if (to.get(i) + from.get(i) - 1 == longest) {
        at.computeIfAbsent(to.get(i), _ -> new ArrayList<>()).add(i);
      }
    }
    return at.values().stream()
        .filter(positions -> positions.size() == 1)
        .map(List::getFirst)
        .collect(Collectors.toSet());
  }

  /// For each position the length of the longest sequence that ends there. `ends[k]` is where one
  /// of the length `k + 1` ends at best.
  private static List<Integer> lengths(List<Instant> times, Comparator<Instant> order) {
    var ends = new ArrayList<Instant>();
    var lengths = new ArrayList<Integer>(times.size());
    for (var time : times) {
      int before = notAfter(ends, time, order);
      if (before == ends.size()) {
        ends.add(time);
      } else {
        ends.set(before, time);
      }
      lengths.add(before + 1);
    }
    return lengths;
  }

  /// How many of them are this time or before.
  private static int notAfter(List<Instant> ends, Instant time, Comparator<Instant> order) {
    int low = 0;
    int high = ends.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (order.compare(ends.get(middle), time) > 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
