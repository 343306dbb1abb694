package dev.holdfast.wire;

/// A conversation with one peer: what it says and what it is told.
public interface Duplex extends AutoCloseable {
  /// What the peer says.
  ByteSource source();

  /// What the peer is told.
  ByteSink sink();

  /// Ends the conversation at once; wakes every thread that waits in [ByteSource#next] or
  /// [ByteSink#write] with an exception. Safe from any thread, and more than once.
  @Override
  void close();
}
