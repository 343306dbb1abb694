package dev.holdfast.guard;

/// A record of nonces that lasts as long as a test.
final class MemoryNonces implements NonceSource {
  private long free;

  MemoryNonces(long free) {
    this.free = free;
  }

  @Override
  public synchronized long free() {
    return free;
  }

  @Override
  public synchronized boolean reserve(long start, long next) {
    if (start < free) {
      return false;
    }
    free = next;
    return true;
  }
}
