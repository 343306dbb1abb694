package dev.holdfast.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what a session did, from both directions.
final class Tally {
  private static final int FAILURES_MAX = 8;

  final AtomicLong clientBytes = new AtomicLong();
  final AtomicLong serverBytes = new AtomicLong();
  final AtomicLong fetchedBytes = new AtomicLong();
  final AtomicLong puts = new AtomicLong();
  private final ConcurrentSkipListMap<String, Long> calls = new ConcurrentSkipListMap<>();
  private final List<String> failures = new ArrayList<>();

  void called(String method) {
    calls.merge(method, 1L, Long::sum);
  }

  Map<String, Long> calls() {
    return new TreeMap<>(calls);
  }

  /// Remembers the first few failures, for the controller's eyes only.
  void failed(String sentence) {
    synchronized (failures) {
      if (failures.size() < FAILURES_MAX) {
        failures.add(sentence);
      }
    }
  }

  List<String> failures() {
    synchronized (failures) {
      return List.copyOf(failures);
    }
  }
}
