package dev.holdfast.guard;

/// How the heap of a process is divided among what others can make it hold, so that all of it
/// together is less than the heap. What each session has besides is in [MemoryBudget].
///
/// @param heapBytes what there is at most
record HeapBounds(long heapBytes) {
  private static final long OWN_BYTES = 2 << 20;
  private static final long THREAD_BYTES = 30 << 20;

  static HeapBounds ofProcess() {
    return new HeapBounds(Runtime.getRuntime().maxMemory());
  }

  /// One for each core, and each 240 MiB of the heap: an eighth of it is for what they work with.
  int threads(int cores) {
    return Math.clamp(heapBytes / 8 / THREAD_BYTES, 1, cores);
  }

  /// Objects at the bench, which count to the memory of their sessions.
  long benchBytes() {
    return heapBytes / 8;
  }

  /// A third for what sessions hold, and 2 MiB more for each, as long as those are a twelfth
  /// together.
  MemoryBudget memory() {
    return new MemoryBudget(OWN_BYTES, (int) (heapBytes / 12 / OWN_BYTES), heapBytes / 3);
  }
}
