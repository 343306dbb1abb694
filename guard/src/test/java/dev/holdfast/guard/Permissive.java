package dev.holdfast.guard;

import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.Raw;
import java.io.IOException;
import java.util.Optional;

/// Rules that permit everything; tests override what they are about.
class Permissive implements ContentRules {
  private final Nonces nonces = new Nonces(new MemoryNonces(0));
  private final MemoryBudget.Share memory = HostileTarget.plenty();

  static Optional<String> when(boolean bad) {
    return bad ? Optional.of("it is bad") : Optional.empty();
  }

  @Override
  public Examined examine(Raw id, Raw content, Scratch scratch) {
    return new Examined.Sound(content.size(), false);
  }

  @Override
  public Storing put(Raw id, Examined.Sound examined, OwnReads reads) throws IOException {
    return new Storing.Anew();
  }

  @Override
  public Optional<String> putManifest(Raw content, OwnReads reads) throws IOException {
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
