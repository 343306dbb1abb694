package dev.holdfast.remote.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the lines that a program answers with, one for each question. A late answer is so never
/// taken for that of a later question, and whatever else is said takes no memory.
final class Answers {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long count;
  private boolean ended;

  /// Starts to count; nobody else may read the lines from now on.
  static Answers in(Lines lines) {
    var answers = new Answers();
    Thread.ofVirtual().name("answers").start(() -> answers.read(lines));
    return answers;
  }

  /// Waits until so many answers have come.
  ///
  /// @return whether they have come in time
  boolean await(long wanted, Duration deadline) {
    lock.lock();
    try {
      var nanosLeft = deadline.toNanos();
      while (count < wanted && !ended && nanosLeft > 0) {
        nanosLeft = changed.awaitNanos(nanosLeft);
      }
      return count >= wanted;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void read(Lines lines) {
    try {
      while (lines.next().isPresent()) {
        note(1, false);
      }
    } catch (IOException e) {
      // The program is gone, which is an end too.
    } finally {
      note(0, true);
    }
  }

  private void note(int more, boolean end) {
    lock.lock();
    try {
      count += more;
      ended = end;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
