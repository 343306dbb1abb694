package dev.holdfast.guard;

import dev.holdfast.borg.archive.Manifest;
import java.util.Optional;

/// What the controller's records say of the state that a repository host shows at the start of a
/// session.
@FunctionalInterface
public interface BaseExpectation {
  /// Judges the manifest, which was proven already. Called once in a session, before the client
  /// sees it.
  ///
  /// @return what is wrong with it, for a person, without a full stop
  Optional<String> against(Manifest shown);

  /// For a repository of which the controller has no record.
  static BaseExpectation none() {
    return _ -> Optional.empty();
  }
}
