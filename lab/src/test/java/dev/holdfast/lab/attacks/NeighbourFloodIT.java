package dev.holdfast.lab.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A target that sends thousands of objects of some hundred bytes that decompress to 20 MB each.
/// What looks into them looks into those of all targets, and the backup of a neighbour goes through
/// while that lasts.
class NeighbourFloodIT {
  private static final int FLOOD = 9_000;
  private static final int PLAIN_BYTES = 20_000_000;
  private static final int BLOCK_BYTES = 128 << 10;

  private final RealBorg borg = RealBorg.system();
  private final GuardedHost.Setting setting = new GuardedHost.Setting(KeyType.REPOKEY, borg);
  private final AtomicBoolean enough = new AtomicBoolean();
  private final CountDownLatch flooded = new CountDownLatch(1);
  private Path directory;
  private GuardedFleet fleet;

  @BeforeEach
  void set() throws IOException {
    directory = Files.createTempDirectory(Path.of("/tmp"), "hfflood");
    fleet = new GuardedFleet(directory.resolve("fleet"), borg, borg, setting.type().borgName());
    var content = new byte[8 << 20];
    new Random(3).nextBytes(content);
    Files.write(fleet.source().resolve("file"), content);
    fleet.init().forEach(GuardedHost::requireDone);
  }

  @AfterEach
  void strike() throws IOException {
    enough.set(true);
    Directories.delete(directory);
  }

  @Test
  void a_neighbour_is_backed_up_while_a_flood_lasts() throws Exception {
    var hostile =
        CompletableFuture.supplyAsync(() -> {
          try {
            return fleet.backup(this::flood);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } finally {
            flooded.countDown();
          }
        });
    flooded.await();
    assertThat(hostile).as("the flood").isNotDone();
    GuardedHost.requireDone(fleet.backup(GuardedFleet.NEIGHBOUR));
    assertThat(hostile).as("the flood").isNotDone();
    enough.set(true);
    assertThat(hostile.get().outcome()).isInstanceOf(Outcome.Failed.class);
    GuardedHost.requireDone(fleet.backup(GuardedFleet.TARGET));
  }

  private void flood(Path delivered, byte[] passphrase, String archive) throws Exception {
    var line = SocketLine.connect(delivered.resolve("s"));
    try (var hostile =
        new HostileBorg(line, "./" + GuardedFleet.TARGET, setting.loot(delivered, passphrase))) {
      var grip = hostile.grip().ready();
      var plain = new byte[PLAIN_BYTES];
      Arrays.fill(plain, (byte) 7);
      var put =
          HostileBorg.putting(grip.forge().idOf(plain), grip.forge().sealCompressed(packed()));
      for (int i = 0; i < FLOOD; i++) {
        hostile.send("put", put);
      }
      flooded.countDown();
      while (!enough.get()) {
        hostile.answer();
        hostile.send("put", put);
      }
    }
  }

  /// The content in Borg's form: one zstd frame of blocks that say a byte and how often it comes.
  private static byte[] packed() {
    var packed = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    packed.put((byte) 3).put((byte) 0);
    packed.putInt(0xFD2FB528).put((byte) 0x80).put((byte) (10 << 3)).putInt(PLAIN_BYTES);
    for (int left = PLAIN_BYTES; left > 0; ) {
      int size = Math.min(left, BLOCK_BYTES);
      left -= size;
      int head = (size << 3) | (1 << 1) | (left == 0 ? 1 : 0);
      packed.put((byte) head).put((byte) (head >> 8)).put((byte) (head >> 16)).put((byte) 7);
    }
    return Arrays.copyOf(packed.array(), packed.position());
  }
}
