package dev.holdfast.guard;

import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.Optional;
import java.util.OptionalInt;

/// What the controller knows of a repository from before, so that its host cannot show another one:
/// a fresh id and an unencrypted manifest would make a borg client upload in clear.
///
/// @param typeByte the first byte of every object, 0 to 255
/// @param repositoryId the answer to `open`, 32 bytes
public record RepositoryPins(OptionalInt typeByte, Optional<Raw> repositoryId) {
  private static final int TYPE_MAX = 0xff;

  /// @throws IllegalArgumentException if a pin is out of range
  public RepositoryPins {
    if (typeByte.isPresent() && (typeByte.getAsInt() < 0 || typeByte.getAsInt() > TYPE_MAX)) {
      throw new IllegalArgumentException("a type byte is 0 to 255, not " + typeByte.getAsInt());
    }
    if (repositoryId.isPresent() && repositoryId.get().size() != ObjectId.BYTES) {
      throw new IllegalArgumentException("a repository's id has 32 bytes");
    }
  }

  /// For a repository of which nothing is known.
  public static RepositoryPins none() {
    return new RepositoryPins(OptionalInt.empty(), Optional.empty());
  }

  /// Also pins the mode.
  public RepositoryPins withTypeByte(byte type) {
    return new RepositoryPins(OptionalInt.of(type & TYPE_MAX), repositoryId);
  }

  /// Also pins the id.
  public RepositoryPins withRepositoryId(byte[] id) {
    return new RepositoryPins(typeByte, Optional.of(Raw.of(id)));
  }

  /// What a result says against its being of this repository.
  Optional<String> against(RpcMethod method, Value result) {
    return switch (method) {
      case OPEN ->
          repositoryId.isEmpty() || repositoryId.get().equals(result)
              ? Optional.empty()
              : Optional.of("the repository host shows a repository with another id than before");
      case GET ->
          result instanceof Raw object && ofType(object)
              ? Optional.empty()
              : Optional.of(
                  "the repository host sends an object of another encryption mode than before");
      case PUT,
          DELETE,
          COMMIT,
          ROLLBACK,
          COUNT,
          LOAD_KEY,
          SAVE_KEY,
          LIST,
          SCAN,
          CHECK,
          GET_FREE_NONCE,
          COMMIT_NONCE_RESERVATION ->
          Optional.empty();
    };
  }

  /// Whether an object is of the repository's mode, as far as its first byte tells.
  boolean ofType(Raw object) {
    return typeByte.isEmpty() || (object.size() > 0 && object.byteAt(0) == typeByte.getAsInt());
  }
}
