package dev.holdfast.guard;

import dev.holdfast.wire.Raw;
import java.util.Optional;

/// Looks into nothing. With these rules a client that holds the lock can still overwrite an object
/// with other content, store a manifest that drops or re-points archives, store an old object again
/// as a checkpoint's and delete it, and read every object whose id it knows. They are right only
/// for clients that the controller starts itself, and for repositories without encryption keys in
/// the controller's hands.
public final class ContentUnchecked implements ContentRules {
  @Override
  public Optional<String> put(Raw id, Raw content) {
    return Optional.empty();
  }

  @Override
  public Optional<String> putManifest(Raw content) {
    return Optional.empty();
  }

  @Override
  public Optional<String> delete(Raw id) {
    return Optional.empty();
  }

  @Override
  public Optional<String> get(Raw id) {
    return Optional.empty();
  }
}
