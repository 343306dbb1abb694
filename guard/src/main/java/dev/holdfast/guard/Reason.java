package dev.holdfast.guard;

import java.util.Optional;

/// Why a session was refused.
public enum Reason {
  /// The client's bytes are no frames of the protocol.
  MALFORMED_REQUEST,
  /// The repository host's bytes are no frames of the protocol.
  MALFORMED_REPLY,
  /// Not the message that must come now: a second open, a skipped id.
  OUT_OF_ORDER,
  /// The policy does not know this call.
  CALL_NOT_ALLOWED,
  /// An argument is missing, or of the wrong type, length or range.
  BAD_ARGUMENT,
  /// Something is to be deleted that is no checkpoint of this session.
  DELETE_NOT_ALLOWED,
  /// A commit that does not follow an accepted manifest.
  COMMIT_NOT_ALLOWED,
  /// A nonce reservation that would use up or reuse nonces.
  BAD_NONCE_RESERVATION,
  /// The content rules refused an object.
  CONTENT_REFUSED,
  /// A budget of [GuardLimits] is spent.
  OVER_BUDGET,
  /// A reply that nobody asked for, or not of the kind that was asked for.
  UNEXPECTED_REPLY,
  /// The repository is not the one of before: another id, or objects of another encryption mode.
  WRONG_REPOSITORY,
  /// An archive of before is proven to be what was stored, and cannot be read.
  UNUSABLE_ARCHIVE;

  /// Who did what it should not; neither of both where it was done before.
  public Optional<Side> blames() {
    return switch (this) {
      case UNUSABLE_ARCHIVE -> Optional.empty();
      case MALFORMED_REPLY, UNEXPECTED_REPLY, WRONG_REPOSITORY -> Optional.of(Side.SERVER);
      case MALFORMED_REQUEST,
          OUT_OF_ORDER,
          CALL_NOT_ALLOWED,
          BAD_ARGUMENT,
          DELETE_NOT_ALLOWED,
          COMMIT_NOT_ALLOWED,
          BAD_NONCE_RESERVATION,
          CONTENT_REFUSED,
          OVER_BUDGET ->
          Optional.of(Side.CLIENT);
    };
  }
}
