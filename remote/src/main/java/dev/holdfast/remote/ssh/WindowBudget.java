package dev.holdfast.remote.ssh;

/// Memory that all receive windows of the process share.
final class WindowBudget {
  private static final int SHARE_OF_REST = 2;

  private long bytesLeft;

  WindowBudget(long bytes) {
    this.bytesLeft = bytes;
  }

  /// Takes up to the wanted number of bytes, but never more than half of what is left, so that
  /// later channels get something too. May grant nothing.
  synchronized long take(long wantedBytes) {
    var granted = Math.max(0, Math.min(wantedBytes, bytesLeft / SHARE_OF_REST));
    bytesLeft -= granted;
    return granted;
  }

  /// Gives back what was taken.
  synchronized void giveBack(long bytes) {
    bytesLeft += bytes;
  }

  synchronized long bytesLeft() {
    return bytesLeft;
  }
}
