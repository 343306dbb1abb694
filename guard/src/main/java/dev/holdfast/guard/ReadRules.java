package dev.holdfast.guard;

import dev.holdfast.borg.Refusal;
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
  private final MemoryBudget.Share memory;
  // One thread judges replies.
  private final ObjectVerifier verifier;
  private final Scratch scratch = new Scratch(Sizes.USUAL_OBJECT_BYTES);
  private final Holding scratchHeld;

  /// @param memory for what the session holds; whoever gives it closes it when the session is over
  public ReadRules(Repository repository, MemoryBudget.Share memory) {
    this.repository = repository;
    this.memory = memory;
    this.scratchHeld = new Holding(memory);
    this.base = new BaseState(repository, memory);
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
    scratchHeld.set(Sizes.USUAL_SCRATCH_BYTES);
    try {
      if (!isUsual(name, object)) {
        var _ =
            memory.alone(
                () -> verifier.open(name, object.slices(), new Scratch(ObjectId.OBJECT_BYTES_MAX)));
      }
      return Optional.empty();
    } catch (RefusedException e) {
      return Optional.of(
          new Verdict.Refuse(
              Reason.WRONG_REPOSITORY,
              "the object %s is not what was stored: %s"
                  .formatted(HexFormat.of().formatHex(name), e.getMessage())));
    }
  }

  private boolean isUsual(byte[] name, Raw object) throws RefusedException {
    try {
      var _ = verifier.open(name, object.slices(), scratch);
      return true;
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.TOO_LARGE) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public MemoryBudget.Share memory() {
    return memory;
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
