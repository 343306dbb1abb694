package dev.holdfast.bench;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.borg.key.ObjectVerifier;
import dev.holdfast.borg.key.Scratch;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// How quickly one warm core proves objects that are to be stored: mode, proof, decryption and the
/// keyed hash of the content, as the guard does it, everything but decompression. The content is
/// stored uncompressed, so its size and the object's are the same.
public final class VerifyBench {
  private static final int PLAIN_BYTES = 2 << 20;
  private static final int SLICE_BYTES = 64 << 10;
  private static final int OBJECTS = 24;
  private static final int PLAIN_BYTES_MAX = 20_971_479;
  private static final long WARM_NANOS = 2_000_000_000L;
  private static final long ROUND_NANOS = 1_000_000_000L;
  private static final int ROUNDS = 5;

  private record Stored(ObjectId id, List<ByteBuffer> slices) {}

  private VerifyBench() {}

  public static void main(String[] arguments) throws Exception {
    System.out.printf(
        "%-24s %10s %10s %10s   (MB of content for each second of one core)%n",
        "mode", "median", "min", "max");
    try (Key key = BenchKeys.of(KeyType.REPOKEY_BLAKE2)) {
      // Whatever is measured first would pay for the JIT compiler of all.
      measured(key);
    }
    for (KeyType type : KeyType.values()) {
      try (Key key = BenchKeys.of(type)) {
        double[] rates = measured(key);
        Arrays.sort(rates);
        System.out.printf(
            "%-24s %10.0f %10.0f %10.0f%n",
            type.borgName(), rates[rates.length / 2], rates[0], rates[rates.length - 1]);
      }
    }
  }

  /// Of this thread, so that whatever else the machine does counts as little as it can.
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double[] measured(Key key) throws Exception {
    List<Stored> objects = objects(key);
    ObjectVerifier verifier = key.verifier();
    Scratch scratch = new Scratch(PLAIN_BYTES_MAX);
    rate(verifier, scratch, objects, WARM_NANOS);
    double[] rates = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      rates[round] = rate(verifier, scratch, objects, ROUND_NANOS);
    }
    return rates;
  }

  private static List<Stored> objects(Key key) {
    List<Stored> objects = new ArrayList<>();
    Random random = new Random(7);
    long counter = 0;
    for (int i = 0; i < OBJECTS; i++) {
      byte[] plain = new byte[PLAIN_BYTES];
      random.nextBytes(plain);
      byte[] object = key.seal(plain, Compression.NONE, counter);
      counter += key.counters(object);
      objects.add(new Stored(key.idOf(plain), sliced(object)));
    }
    return objects;
  }

  /// As they come from a connection.
  private static List<ByteBuffer> sliced(byte[] object) {
    List<ByteBuffer> slices = new ArrayList<>();
    for (int at = 0; at < object.length; at += SLICE_BYTES) {
      byte[] chunk = Arrays.copyOfRange(object, at, Math.min(object.length, at + SLICE_BYTES));
      slices.add(ByteBuffer.wrap(chunk).asReadOnlyBuffer());
    }
    return slices;
  }

  private static double rate(
      ObjectVerifier verifier, Scratch scratch, List<Stored> objects, long nanos) throws Exception {
    long begin = cpuNanos();
    long bytes = 0;
    long elapsed;
    do {
      for (Stored stored : objects) {
        bytes += verifier.open(stored.id().bytes(), stored.slices(), scratch).plain().remaining();
      }
      elapsed = cpuNanos() - begin;
    } while (elapsed < nanos);
    return bytes / 1e6 / (elapsed / 1e9);
  }
}
