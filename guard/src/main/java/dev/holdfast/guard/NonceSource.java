package dev.holdfast.guard;

/// Which nonces of one repository were ever handed out, by the controller's own records. Two
/// writers that encrypt with the same nonce give away both plaintexts, so this must not depend on
/// what the repository host says.
///
/// Both calls come from the threads of a session: they answer within moments, or throw, which ends
/// the session.
public interface NonceSource {
  /// The lowest nonce above all that were ever granted; at least 0, and never lower than before.
  long free();

  /// The lowest nonce that the controller's clock has not passed: what [#free] would be if nothing
  /// had ever been granted, so no repository host has a say in it.
  long clockFloor();

  /// Grants the nonces from `start` (inclusive) to `next` (exclusive) to one session. The grant is
  /// durable before this returns, and no other caller gets any nonce below `next` afterwards.
  ///
  /// @return false if `start` is below [#free] by now; then nothing was granted
  boolean reserve(long start, long next);
}
