package dev.holdfast.remote.machine;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// What the machine gives to connections: time, sleep and chance.
public interface Surroundings {
  /// A clock that only runs forward, in nanoseconds.
  long nanoTime();

  /// Sleeps, or returns at once for a time of zero or less. An interrupt ends the sleep early and
  /// stays set.
  void pause(Duration time);

  /// A number from zero to less than the bound, for spreading retries; not for secrets.
  long chance(long bound);

  /// The real machine.
  static Surroundings real() {
    return new Surroundings() {
      private final RandomGenerator random = RandomGenerator.getDefault();

      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void pause(Duration time) {
        if (time.isPositive()) {
          try {
            Thread.sleep(time);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
      }

      @Override
      public synchronized long chance(long bound) {
        return random.nextLong(bound);
      }
    };
  }
}
