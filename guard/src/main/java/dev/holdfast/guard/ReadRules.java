package dev.holdfast.guard;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.ObjectVerifier;
import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.Raw;
import java.util.HexFormat;
import java.util.Optional;

/// Somebody reads: the controller's own borg, or a target that gets its data back. Nothing may be
/// stored; the host must show the state that the controller's records expect, and every object is
/// opened before the reader sees it: what is not the content that its id names is never written
/// into a file.
public final class ReadRules implements ContentRules {
  private final Repository repository;
  private final BaseState base;
  // One thread judges replies.
  private final ObjectVerifier verifier;
  private final Scratch scratch = new Scratch();

  public ReadRules(Repository repository) {
    this.repository = repository;
    this.base = new BaseState(repository);
    this.verifier = repository.key().verifier();
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
  public Optional<Verdict.Refuse> shown(Raw id, Raw object) {
    if (id.equals(ObjectId.MANIFEST)) {
      return base.shown(id, object, _ -> {});
    }
    byte[] name = id.toByteArray();
    try {
      verifier.open(name, object.slices(), scratch, ObjectId.OBJECT_BYTES_MAX);
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(
          new Verdict.Refuse(
              Reason.WRONG_REPOSITORY,
              "the object %s is not what was stored: %s"
                  .formatted(HexFormat.of().formatHex(name), e.getMessage())));
    }
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
