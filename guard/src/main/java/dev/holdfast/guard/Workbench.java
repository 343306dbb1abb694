package dev.holdfast.guard;

import dev.holdfast.borg.key.Scratch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The threads that look into objects, and the bytes that may lie before them: shared by all
/// sessions of a process, and so are the turns of large plans and the memory for what sessions must
/// remember.
///
/// Sessions take turns at the threads, one object each, so one that brings many objects, or objects
/// that take long, keeps no other waiting. Objects that are larger than borg makes of files need
/// much memory, so they are looked into one after another, by a thread of their own. One that has
/// nothing on the bench may always put one object on it, so one whose repository host does not read
/// cannot stop the others. What lies there counts to the memory of its session, so the bench is no
/// bound of memory: it keeps who is quick from taking more than helps.
public final class Workbench implements AutoCloseable {
  private final ExecutorService workers;
  private final Turns turns;
  private final ExecutorService largeWorker;
  private final Turns largeTurns;
  private final ThreadLocal<Scratch> scratch =
      ThreadLocal.withInitial(() -> new Scratch(Sizes.USUAL_OBJECT_BYTES));
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition less = lock.newCondition();
  private long bytes;
  private final LargePlans largePlans = new LargePlans();
  private final MemoryBudget memory;

  /// How many sessions find room for more than one object.
  private static final int PLACES = 3;

  /// With what the heap of this process has room for.
  ///
  /// @param cores of the machine
  public static Workbench standard(int cores) {
    HeapBounds bounds = HeapBounds.ofProcess();
    return new Workbench(bounds.threads(cores), bounds.benchBytes(), bounds.memory());
  }

  /// @param threads how many objects are looked into at once; one for each core is right
  /// @param bytesMax of objects that wait, are looked into, or wait for an older one
  /// @param memory of all sessions
  public Workbench(int threads, long bytesMax, MemoryBudget memory) {
    this.bytesMax = bytesMax;
    this.memory = memory;
    this.workers = workers("guard worker ", threads);
    this.turns = new Turns(workers);
    this.largeWorker = workers("guard worker for large objects ", 1);
    this.largeTurns = new Turns(largeWorker);
  }

  private static ExecutorService workers(String name, int threads) {
    // What waits is bounded by the bytes, so the queue need not be.
    var workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name, 0).factory());
    workers.allowCoreThreadTimeOut(true);
    return workers;
  }

  /// One session's place at the bench.
  final class Place implements AutoCloseable {
    private final MemoryBudget.Share memory;
    private final Turns.Line line = turns.line();
    private final Turns.Line largeLine = largeTurns.line();
    private long held;
    private boolean left;

    private Place(MemoryBudget.Share memory) {
      this.memory = memory;
    }

    /// Waits until there is room for so many bytes, which other objects of this session may leave.
    ///
    /// @return false if the session has left
    /// @throws MemoryBudget.SpentException if there is no memory for it alone
    boolean take(long size) {
      lock.lock();
      try {
        while (!left) {
          boolean fits =
              held == 0 || (bytes + size <= bytesMax && held + size <= bytesMax / PLACES);
          if (fits && memory.takeIfLeft(size)) {
            held += size;
            bytes += size;
            return true;
          }
          if (held == 0) {
            throw new MemoryBudget.SpentException();
          }
          less.awaitUninterruptibly();
        }
        return false;
      } finally {
        lock.unlock();
      }
    }

    void give(long size) {
      lock.lock();
      try {
        if (!left) {
          held -= size;
          bytes -= size;
          memory.giveBack(size);
          less.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    /// Looks into an object in one of the threads, when it is the session's turn.
    ///
    /// @return ends with a [java.util.concurrent.CancellationException] if that has become needless
    CompletableFuture<Examined> submit(Function<Scratch, Examined> look) {
      return line.submit(() -> look.apply(scratch.get()))
          .thenCompose(examined ->
              examined instanceof Examined.TooLarge
                  ? largeLine.submit(() -> large(look))
                  : CompletableFuture.completedFuture(examined));
    }

    private Examined large(Function<Scratch, Examined> look) {
      return memory.alone(() -> look.apply(new Scratch(ObjectId.OBJECT_BYTES_MAX)));
    }

    /// What was not looked into yet need not be.
    void drop() {
      line.close();
      largeLine.close();
    }

    /// Gives everything back and wakes whoever waits.
    @Override
    public void close() {
      drop();
      lock.lock();
      try {
        bytes -= held;
        memory.giveBack(held);
        held = 0;
        left = true;
        less.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /// A run's turn to prove a large plan, which it has not taken yet.
  public LargePlans.Turn turn() {
    return largePlans.turn();
  }

  /// The memory for what sessions must remember.
  public MemoryBudget memory() {
    return memory;
  }

  /// @param memory of the session
  Place place(MemoryBudget.Share memory) {
    return new Place(memory);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    largeWorker.shutdownNow();
  }
}
