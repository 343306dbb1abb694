package dev.holdfast.testkit;

/// What this machine can do about containers.
public sealed interface Docker extends AutoCloseable permits ThrowawayDocker, Docker.Impossible {
  /// It cannot start any.
  ///
  /// @param reason a sentence without its full stop
  record Impossible(String reason) implements Docker {
    @Override
    public void close() {
      // Nothing was started.
    }
  }

  @Override
  void close();
}
