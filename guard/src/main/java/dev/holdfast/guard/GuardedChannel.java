package dev.holdfast.guard;

import dev.holdfast.wire.Duplex;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Carries one session between a borg client and `borg serve`, and lets through what the session's
/// policy permits.
///
/// Each direction has its own virtual thread, or the two peers would wait for each other, and a
/// third passes on what the first has read, when it was found good. All end before [#run] returns,
/// because it closes both sides. The thread in [#run] watches the deadlines.
public final class GuardedChannel {
  private static final Duration CLOSED_PUMPS = Duration.ofSeconds(30);

  private final SessionPolicy policy;
  private final GuardLimits limits;
  private final Tally tally = new Tally();
  private final Progress progress = new Progress();
  private final Session session;
  private final ContentRules content;
  private final Workbench bench;
  private final AtomicBoolean started = new AtomicBoolean();

  /// For a client that opens the repository.
  ///
  /// @param content belongs to this session alone
  /// @param bench where objects are looked into; shared by all sessions
  public GuardedChannel(
      SessionPolicy policy, ContentRules content, GuardLimits limits, Workbench bench) {
    this(policy, content, limits, bench, Optional.empty());
  }

  /// @param content belongs to this session alone
  /// @param bench where objects are looked into; shared by all sessions
  /// @param opened if the controller has opened the repository before its client does
  public GuardedChannel(
      SessionPolicy policy,
      ContentRules content,
      GuardLimits limits,
      Workbench bench,
      Optional<OpenedRepository> opened) {
    this.policy = policy;
    this.content = content;
    this.limits = limits;
    this.bench = bench;
    this.session = new Session(policy, content, limits, tally, opened);
  }

  /// Blocks until the session has ended and both sides are closed. No peer makes it throw.
  ///
  /// @throws IllegalStateException if it was run before
  public SessionReport run(Duplex client, Duplex server) {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("a guarded channel carries one session");
    }
    Ends ends = new Ends(new FrameSink(client.sink()), new FrameSink(server.sink()), progress);
    Forwarder forwarder = new Forwarder(session, content, ends, bench);
    RequestPump requests = new RequestPump(session, ends, forwarder, progress, tally);
    ReplyPump replies = new ReplyPump(session, ends, forwarder.questions(), progress, tally);
    start("guard requests", () -> requests.run(client.source()));
    start("guard forwarding", forwarder::run);
    start("guard replies", () -> replies.run(server.source()));
    boolean interrupted = watch();
    client.close();
    server.close();
    forwarder.stop();
    interrupted |= awaitClosedPumps();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return report();
  }

  /// Ends the session at once, from any thread; does nothing if it has ended.
  public void cut(String why) {
    progress.end(new SessionEnd.Cut(why));
    progress.close();
  }

  private interface Pump {
    void run() throws InterruptedException;
  }

  private void start(String name, Pump pump) {
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            pump.run();
          } catch (InterruptedException | RuntimeException | Error e) {
            // A bug of ours must end the session, not leave it half alive.
            progress.end(new SessionEnd.Cut("the guard failed: " + e));
            progress.close();
          } finally {
            progress.pumpDone();
          }
        });
  }

  private boolean watch() {
    try {
      new Watchdog(limits.deadlines(), session, progress, policy)
          .watch()
          .ifPresent(name -> progress.end(new SessionEnd.DeadlinePassed(name)));
      return false;
    } catch (InterruptedException e) {
      progress.end(new SessionEnd.Cut("interrupted"));
      return true;
    }
  }

  private boolean awaitClosedPumps() {
    try {
      if (!progress.awaitPumps(CLOSED_PUMPS)) {
        progress.end(new SessionEnd.Cut("a closed side did not let go"));
      }
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private SessionReport report() {
    return new SessionReport(
        progress.ended().orElseGet(SessionEnd.Completed::new),
        session.commits(),
        session.checkPassed(),
        tally.clientBytes.get(),
        tally.serverBytes.get(),
        tally.puts.get(),
        tally.calls(),
        session.clientVersion(),
        session.serverVersion(),
        tally.failures());
  }
}
