package dev.holdfast.secrets.age;

/// Waits a moment for another process.
@FunctionalInterface
public interface Pause {
  /// About 20 ms.
  void pause();
}
