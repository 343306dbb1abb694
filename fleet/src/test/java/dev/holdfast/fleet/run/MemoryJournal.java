package dev.holdfast.fleet.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A journal that lives as long as a test.
final class MemoryJournal implements RunJournal {
  private final List<RunRecord> records = new ArrayList<>();

  @Override
  public synchronized void append(RunRecord record) {
    records.addFirst(record);
  }

  @Override
  public synchronized Optional<ArchiveSummary> lastArchive(String target) {
    return done(target, Action.BACKUP)
        .flatMap(record -> ((Outcome.Done) record.outcome()).archive());
  }

  @Override
  public synchronized Optional<Instant> lastDone(String target, Action action) {
    return done(target, action).map(RunRecord::started);
  }

  @Override
  public synchronized Optional<Instant> lastChecked(String target, CheckDepth depth) {
    return all(target, Action.CHECK)
        .filter(record -> depth.coveredBy().contains(record.depth().orElseThrow().word()))
        .findFirst()
        .map(RunRecord::started);
  }

  private Optional<RunRecord> done(String target, Action action) {
    return all(target, action).findFirst();
  }

  private Stream<RunRecord> all(String target, Action action) {
    return records.stream()
        .filter(record -> record.target().equals(target) && record.action() == action)
        .filter(record -> record.outcome() instanceof Outcome.Done);
  }
}
