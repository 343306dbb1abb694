package dev.holdfast.guard;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// Memory for what the sessions of a process hold. A session takes before it allocates, and takes
/// more only while it then holds no more than [#TIMES_LEFT_MAX] times what is left: so one that
/// takes all it can leaves a third to the others, and each of several leaves some. One that finds
/// none ends alone: to wait would not help, because the others may need what it holds, and a full
/// heap would end them all.
public final class MemoryBudget {
  static final int TIMES_LEFT_MAX = 2;

  private static final long BYTES_MAX = 1L << 50;

  private final long ownBytes;
  private final AtomicLong ownLeft;
  private final AtomicLong left;
  private final ReentrantLock alone = new ReentrantLock(true);

  /// @param ownBytes what each session has for itself, so that others cannot end one that needs
  ///   little
  /// @param sessions how many of them; those beyond have nothing of their own
  /// @param bytes for all sessions together, beside that
  public MemoryBudget(long ownBytes, int sessions, long bytes) {
    if (ownBytes < 0 || sessions < 0 || bytes < 0 || bytes > BYTES_MAX) {
      throw new IllegalArgumentException("so much memory cannot be shared");
    }
    this.ownBytes = ownBytes;
    this.ownLeft = new AtomicLong(Math.multiplyExact(ownBytes, sessions));
    this.left = new AtomicLong(bytes);
  }

  /// @param random for a secret of the session, by which its tables are kept from crowding
  public Share share(RandomGenerator random) {
    long before = ownLeft.getAndUpdate(now -> now < ownBytes ? now : now - ownBytes);
    return new Share(new IdHash(random), before < ownBytes ? 0 : ownBytes);
  }

  /// What is left for all, in bytes.
  long left() {
    return left.get();
  }

  /// Nothing is left for this session; nobody did wrong.
  public static final class SpentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SpentException() {
      super("the sessions of this process use all the memory that they may");
    }
  }

  /// What needs much memory for a moment.
  interface Work<T, E extends Exception> {
    T get() throws E;
  }

  /// Something that is held for a while.
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /// What one session holds. Safe for several threads.
  public final class Share implements AutoCloseable {
    private final IdHash hash;
    private final long own;
    private long held;
    private boolean closed;

    private Share(IdHash hash, long own) {
      this.hash = hash;
      this.own = own;
    }

    IdHash hash() {
      return hash;
    }

    /// @throws SpentException if so much is not left for this session, or it is over
    void take(long bytes) {
      if (!takeIfLeft(bytes)) {
        throw new SpentException();
      }
    }

    /// @return false if so much is not left for this session, or it is over; then nothing was taken
    boolean takeIfLeft(long bytes) {
      return takeIf(bytes, TIMES_LEFT_MAX);
    }

    /// The same for what the session can do without: it keeps away from where [#take] fails.
    boolean takeSpare(long bytes) {
      return takeIf(bytes, TIMES_LEFT_MAX / 2);
    }

    /// Takes until it is closed.
    ///
    /// @throws SpentException as [#take]
    Held hold(long bytes) {
      take(bytes);
      return () -> giveBack(bytes);
    }

    /// Does what needs much memory for a moment, a quarter of the heap at most, while nobody else
    /// in the process does.
    ///
    /// @param work computes, and waits for nobody
    <T, E extends Exception> T alone(Work<T, E> work) throws E {
      alone.lock();
      try {
        return work.get();
      } finally {
        alone.unlock();
      }
    }

    private synchronized boolean takeIf(long bytes, int timesLeft) {
      if (closed || bytes < 0 || bytes > BYTES_MAX) {
        return false;
      }
      long after = shared(held + bytes);
      long more = after - shared(held);
      if (more > 0) {
        long before = left.getAndUpdate(now -> after > timesLeft * (now - more) ? now : now - more);
        if (after > timesLeft * (before - more)) {
          return false;
        }
      }
      held += bytes;
      return true;
    }

    synchronized void giveBack(long bytes) {
      if (closed) {
        return;
      }
      if (bytes < 0 || bytes > held) {
        throw new IllegalStateException("a session gives back what it does not hold");
      }
      left.addAndGet(shared(held) - shared(held - bytes));
      held -= bytes;
    }

    private long shared(long bytes) {
      return Math.max(0, bytes - own);
    }

    /// Gives everything back.
    @Override
    public synchronized void close() {
      if (!closed) {
        giveBack(held);
        ownLeft.addAndGet(own);
        closed = true;
      }
    }
  }
}
