package dev.holdfast.fleet.run;

final class MemoryJournalTest extends RunJournalContract {
  @Override
  protected RunJournal emptyJournal() {
    return new MemoryJournal();
  }
}
