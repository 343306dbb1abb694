package dev.holdfast.guard;

/// What one part of a session holds at the moment, taken from the memory of the session.
///
/// Not for several threads.
final class Holding {
  private final MemoryBudget.Share memory;
  private long bytes;

  Holding(MemoryBudget.Share memory) {
    this.memory = memory;
  }

  /// @throws MemoryBudget.SpentException if it holds more than before, and so much is not left
  void set(long wanted) {
    if (wanted > bytes) {
      memory.take(wanted - bytes);
    } else if (wanted < bytes) {
      memory.giveBack(bytes - wanted);
    }
    bytes = wanted;
  }
}
