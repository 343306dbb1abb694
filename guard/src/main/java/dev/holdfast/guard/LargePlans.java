package dev.holdfast.guard;

import java.util.concurrent.Semaphore;

/// Lets one large plan of a process be proven at a time, because each may take most of what
/// sessions share. Small plans, of which each takes up to 2 MiB, wait for nobody.
public final class LargePlans {
  private static final int SMALL_OBJECTS_MAX = 100_000;

  private final int smallObjectsMax;
  private final Semaphore free = new Semaphore(1, true);

  LargePlans() {
    this(SMALL_OBJECTS_MAX);
  }

  /// @param smallObjectsMax of how many objects a small plan's archives consist at most
  LargePlans(int smallObjectsMax) {
    this.smallObjectsMax = smallObjectsMax;
  }

  Turn turn() {
    return new Turn();
  }

  /// That of one run, which may not need it. Once it has come it lasts until it is closed. Safe for
  /// several threads.
  public final class Turn implements AutoCloseable {
    private boolean ours;
    private boolean closed;

    private Turn() {}

    /// Whether a plan may consist of so many objects now; takes the turn if that is needed and
    /// nobody else has it.
    synchronized boolean suffices(int objects) {
      if (objects > smallObjectsMax && !ours && !closed) {
        ours = free.tryAcquire();
      }
      return objects <= smallObjectsMax || ours;
    }

    /// Waits for it, behind those who came before.
    public void await() throws InterruptedException {
      free.acquire();
      synchronized (this) {
        if (closed || ours) {
          free.release();
        } else {
          ours = true;
        }
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      if (ours) {
        ours = false;
        free.release();
      }
    }
  }
}
