package dev.holdfast.guard;

import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.Raw;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The controller's own borg creates a repository: an empty list of archives and nothing else. Its
/// key is made meanwhile, so nobody can look into that list yet; the controller reads it back.
public final class CreationRules implements ContentRules {
  private static final String ONLY_CREATES = "this session may only create a repository";

  private final Nonces nonces = new Nonces(new FirstNonces());
  private final MemoryBudget.Share memory;

  /// @param memory for what the session holds; whoever gives it closes it when the session is over
  public CreationRules(MemoryBudget.Share memory) {
    this.memory = memory;
  }

  /// Nobody has used any, and nobody else can use them meanwhile.
  private static final class FirstNonces implements NonceSource {
    private final AtomicLong free = new AtomicLong();

    @Override
    public long free() {
      return free.get();
    }

    @Override
    public long clockFloor() {
      return 0;
    }

    @Override
    public boolean reserve(long start, long next) {
      long before = free.getAndUpdate(now -> start >= now ? next : now);
      return start >= before;
    }
  }

  @Override
  public Examined examine(Raw id, Raw content, Scratch scratch) {
    return new Examined.Unsound(ONLY_CREATES);
  }

  @Override
  public Storing put(Raw id, Examined.Sound examined, OwnReads reads) {
    return new Storing.Refused(ONLY_CREATES);
  }

  @Override
  public Optional<String> putManifest(Raw content, OwnReads reads) {
    return Optional.empty();
  }

  @Override
  public Optional<String> delete(Raw id, OwnReads reads) {
    return Optional.of(ONLY_CREATES);
  }

  @Override
  public Optional<String> get(Raw id) {
    return Optional.of(ONLY_CREATES);
  }

  @Override
  public Optional<Verdict.Refuse> shown(Raw id, Raw object) {
    return Optional.empty();
  }

  @Override
  public MemoryBudget.Share memory() {
    return memory;
  }

  @Override
  public Nonces nonces() {
    return nonces;
  }

  @Override
  public Optional<Raw> lockedKey() {
    return Optional.empty();
  }
}
