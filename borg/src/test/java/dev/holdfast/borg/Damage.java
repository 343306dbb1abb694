package dev.holdfast.borg;

import java.util.Arrays;
import java.util.Random;

/// Damages bytes in ways that depend on nothing but a seed.
public final class Damage {
  private static final int SPOTS_MAX = 8;

  private final Random random;

  public Damage(long seed) {
    random = new Random(seed);
  }

  /// The bytes with at least one of them changed; sometimes cut short as well.
  public byte[] inflict(byte[] bytes) {
    byte[] damaged = bytes.clone();
    for (int spots = 1 + random.nextInt(SPOTS_MAX); spots > 0; spots--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
    }
    return random.nextInt(8) == 0
        ? Arrays.copyOf(damaged, random.nextInt(damaged.length))
        : damaged;
  }

  /// Nothing but noise.
  public byte[] noise(int bytesMax) {
    byte[] noise = new byte[random.nextInt(bytesMax + 1)];
    random.nextBytes(noise);
    return noise;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }
}
