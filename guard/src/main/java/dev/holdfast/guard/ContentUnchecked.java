package dev.holdfast.guard;

import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.Raw;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Looks into nothing. With these rules a client that holds the lock can still overwrite an object
/// with other content, store a manifest that drops or re-points archives, and read every object
/// whose id it knows. They are right only for clients that the controller starts itself: to create
/// a repository, of which nothing is known yet, and to read.
public final class ContentUnchecked implements ContentRules {
  private final Nonces nonces = new Nonces(new CountingSource());

  /// Remembers for as long as the session lasts.
  private static final class CountingSource implements NonceSource {
    private final AtomicLong free = new AtomicLong();

    @Override
    public long free() {
      return free.get();
    }

    @Override
    public boolean reserve(long start, long next) {
      long before = free.getAndUpdate(now -> start >= now ? next : now);
      return start >= before;
    }
  }

  @Override
  public Examined examine(Raw id, Raw content, Scratch scratch) {
    return new Examined.Sound(content.size(), false);
  }

  @Override
  public Storing put(Raw id, Examined.Sound examined, OwnReads reads) {
    return new Storing.Anew();
  }

  @Override
  public Optional<String> putManifest(Raw content, OwnReads reads) {
    return Optional.empty();
  }

  @Override
  public Optional<String> delete(Raw id, OwnReads reads) {
    return Optional.empty();
  }

  @Override
  public Optional<String> get(Raw id) {
    return Optional.empty();
  }

  @Override
  public Optional<String> shown(Raw id, Raw object) {
    return Optional.empty();
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
