package dev.holdfast.secrets.vault;

import java.time.Duration;

/// Waits between two tries.
public interface VaultPause {
  /// Returns after this time, or earlier if the thread is interrupted.
  void during(Duration time);
}
