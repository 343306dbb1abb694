package dev.holdfast.guard;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Memory for what the sessions of a process must remember of the objects in their repositories. A
/// session takes more as its tables grow. One that finds none left ends alone: to wait would not
/// help, because the others may need what it holds, and a full heap would end them all.
public final class MemoryBudget {
  private static final long STANDARD_OWN_BYTES = 2 << 20;

  private final long ownBytes;
  private final AtomicLong left;

  /// @param ownBytes what each session has for itself, so that others cannot end one that needs
  ///   little
  /// @param bytes for all sessions together, beside that
  public MemoryBudget(long ownBytes, long bytes) {
    this.ownBytes = ownBytes;
    this.left = new AtomicLong(bytes);
  }

  /// 2 MiB for each session, and half of the heap for all; the rest is for objects on their way,
  /// and for everything else.
  static MemoryBudget ofHeap() {
    return new MemoryBudget(STANDARD_OWN_BYTES, Runtime.getRuntime().maxMemory() / 2);
  }

  /// @param random for a secret of the session, by which its tables are kept from crowding
  public Share share(RandomGenerator random) {
    return new Share(new IdHash(random));
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
    private final IdHash hash;
    private long held;
    private boolean closed;

    private Share(IdHash hash) {
      this.hash = hash;
    }

    IdHash hash() {
      return hash;
    }

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
      long more = shared(held + bytes) - shared(held);
      long before = left.getAndUpdate(now -> now < more ? now : now - more);
      if (before < more) {
        return false;
      }
      held += bytes;
      return true;
    }

    synchronized void giveBack(long bytes) {
      if (!closed) {
        left.addAndGet(shared(held) - shared(held - bytes));
        held -= bytes;
      }
    }

    private long shared(long bytes) {
      return Math.max(0, bytes - ownBytes);
    }

    /// Gives everything back.
    @Override
    public synchronized void close() {
      giveBack(held);
      closed = true;
    }
  }
}
