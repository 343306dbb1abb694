package dev.holdfast.guard;

import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.Raw;
import java.util.Optional;

/// Somebody reads: the controller's own borg, or a target that gets its data back. Nothing may be
/// stored; the host must show the state that the controller's records expect.
public final class ReadRules implements ContentRules {
  private final Repository repository;
  private final BaseState base;

  public ReadRules(Repository repository) {
    this.repository = repository;
    this.base = new BaseState(repository);
  }

  @Override
  public Examined examine(Raw id, Raw content, Scratch scratch) {
    return new Examined.Unsound("this session may only read");
  }

  @Override
  public Storing put(Raw id, Examined.Sound examined, OwnReads reads) {
    return new Storing.Refused("this session may only read");
  }

  @Override
  public Optional<String> putManifest(Raw content, OwnReads reads) {
    return Optional.of("this session may only read");
  }

  @Override
  public Optional<String> delete(Raw id, OwnReads reads) {
    return Optional.of("this session may only read");
  }

  @Override
  public Optional<String> get(Raw id) {
    return Optional.empty();
  }

  @Override
  public Optional<String> shown(Raw id, Raw object) {
    return base.shown(id, object);
  }

  @Override
  public Nonces nonces() {
    return repository.nonces();
  }

  @Override
  public Optional<Raw> lockedKey() {
    return repository.lockedKey();
  }
}
