package dev.holdfast.guard;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The nonces of one session: answers what is free, grants in bounded steps, and knows which ones
/// this session may use. For several threads.
///
/// The repository host keeps a number of its own for whoever uses plain borg. It may push ours up,
/// because somebody may have written without us, but never down, and to [#LEAP_MAX] beyond what the
/// clock has passed at most, however often it is asked: a host that gains on the clock, bit by bit,
/// would have used nonces that are free again for a ledger that was lost. One that is lower than
/// what its own list of archives has used was put back: whoever made that list had told the host
/// before.
public final class Nonces {
  /// Nothing is ever granted from here on; Borg itself fails at 2^64.
  static final long LIMIT = 1L << 62;

  /// A manifest that claims more than this lies.
  static final long PASSED_MAX = 1L << 61;

  /// Borg asks for 2^28 and the blocks of one object.
  static final long STEP_MAX = 1L << 29;

  /// So far ahead of the clock may a host that others have used be. Borg, too, starts where its own
  /// record is, if that is further than ours: by so much, once in a session.
  public static final long LEAP_MAX = 1L << 40;

  /// More than [GuardLimits#standard] lets a session send, and a millionth of what there is.
  static final long SESSION_MAX = 1L << 42;

  /// More than a session has objects to reserve them for, at 2^28 at a time.
  private static final int GRANTS_MAX = 20_000;

  private record Range(long start, long next) {}

  private final NonceSource source;
  // Grants wait for the ledger; whoever looks into objects must not wait with them.
  private final Queue<Range> granted = new ConcurrentLinkedQueue<>();
  private int grants;
  private long sum;
  private long past;
  private long answer = -1;

  public Nonces(NonceSource source) {
    this.source = source;
  }

  /// The answer to a client that asks for the free nonce.
  ///
  /// @param host what the repository host says, 0 if it knows of none
  /// @return empty if the host claims what cannot be
  public synchronized Optional<Long> free(long host) {
    long ours = Math.max(source.free(), past);
    if (host < past || host > Math.max(ours, pushedMax())) {
      return Optional.empty();
    }
    answer = Math.max(ours, host);
    return Optional.of(answer);
  }

  /// Nothing that the host has pushed up before counts here. Whoever wrote the list of archives had
  /// reserved a step more than it used.
  private long pushedMax() {
    return Math.max(source.clockFloor() + LEAP_MAX, past + STEP_MAX);
  }

  /// An object of before the session has used these; what is free lies behind them.
  ///
  /// @return false if nobody can have used them
  public synchronized boolean passed(long nonce, long blocks) {
    if (nonce < 0 || nonce > PASSED_MAX || blocks < 0 || blocks > PASSED_MAX - nonce) {
      return false;
    }
    past = Math.max(past, nonce + blocks);
    return true;
  }

  /// Grants a reservation, which must start at the last answer; each answer serves once.
  ///
  /// @return what is wrong with it
  public synchronized Optional<String> reserve(long start, long next) {
    long asked = answer;
    answer = -1;
    boolean inBounds =
        asked >= 0
            && start == asked
            && next > start
            && next < LIMIT
            && next - start <= (grants == 0 ? LEAP_MAX : STEP_MAX)
            && next - start <= SESSION_MAX - sum
            && grants < GRANTS_MAX;
    if (!inBounds) {
      return Optional.of("nonces " + start + " to " + next + " are out of bounds");
    }
    if (!source.reserve(start, next)) {
      return Optional.of("nonces from " + start + " were granted to another session meanwhile");
    }
    granted.add(new Range(start, next));
    grants++;
    sum += next - start;
    return Optional.empty();
  }

  /// Whether this session may encrypt so many blocks of 16 bytes, counting from this nonce. Waits
  /// for nobody.
  public boolean cover(long nonce, long blocks) {
    return granted.stream()
        .anyMatch(range ->
            nonce >= range.start() && nonce <= range.next() && blocks <= range.next() - nonce);
  }
}
