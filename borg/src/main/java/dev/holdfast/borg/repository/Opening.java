package dev.holdfast.borg.repository;

import java.time.Duration;

/// How a repository is to be opened for reading.
///
/// @param path on the repository host
/// @param shareLock whether to take the shared lock, without which a writer may change things
///   underneath; without it nothing waits
/// @param lockWait how long `borg serve` waits for the lock; counted in whole seconds
public record Opening(String path, boolean shareLock, Duration lockWait) {
  public Opening {
    if (path.isEmpty() || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a path: it is empty or contains a zero byte");
    }
    if (lockWait.isNegative()) {
      throw new IllegalArgumentException("a wait for a lock cannot be negative");
    }
  }
}
