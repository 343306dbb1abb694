package dev.holdfast.guard;

/// A record of nonces that lasts as long as a test, with a clock that stands still.
final class MemoryNonces implements NonceSource {
  private final long clockFloor;
  private long free;

  MemoryNonces(long free) {
    this.clockFloor = free;
    this.free = free;
  }

  @Override
  public long clockFloor() {
    return clockFloor;
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
