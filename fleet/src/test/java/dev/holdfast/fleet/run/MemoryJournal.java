package dev.holdfast.fleet.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  private Optional<RunRecord> done(String target, Action action) {
    return records.stream()
        .filter(record -> record.target().equals(target) && record.action() == action)
        .filter(record -> record.outcome() instanceof Outcome.Done)
        .findFirst();
  }
}
