package dev.holdfast.guard;

import java.util.concurrent.atomic.AtomicLong;

/// Memory for what the sessions of a process must remember of the objects in their repositories. A
/// session takes more as its tables grow. One that finds none left ends alone: to wait would not
/// help, because the others may need what it holds, and a full heap would end them all.
public final class MemoryBudget {
  private final AtomicLong left;

  /// @param bytes for all sessions together
  public MemoryBudget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /// Half of the heap; the rest is for objects on their way, and for everything else.
  static MemoryBudget ofHeap() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / 2);
  }

  public Share share() {
    return new Share();
  }

  /// Nothing is left for this session; nobody did wrong.
  static final class SpentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SpentException() {
      super("the sessions of this process use all the memory that they may");
    }
  }

  /// What one session holds. Safe for several threads.
  public final class Share implements AutoCloseable {
    private long held;
    private boolean closed;

    private Share() {}

    /// @throws SpentException if so much is not left, or the session is over
    void take(long bytes) {
      if (!takeIfLeft(bytes)) {
        throw new SpentException();
      }
    }

    /// @return false if so much is not left, or the session is over; then nothing was taken
    synchronized boolean takeIfLeft(long bytes) {
      if (closed) {
        return false;
      }
      if (left.addAndGet(-bytes) < 0) {
        left.addAndGet(bytes);
        return false;
      }
      held += bytes;
      return true;
    }

    synchronized void giveBack(long bytes) {
      if (!closed) {
        held -= bytes;
        left.addAndGet(bytes);
      }
    }

    /// Gives everything back.
    @Override
    public synchronized void close() {
      giveBack(held);
      closed = true;
    }
  }
}
