package dev.holdfast.guard;

import static dev.holdfast.guard.HostileTarget.NAME;
import static dev.holdfast.guard.HostileTarget.NOW;
import static dev.holdfast.guard.HostileTarget.item;
import static dev.holdfast.guard.Talk.args;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.guard.HostileTarget.Judged;
import dev.holdfast.wire.Raw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever a target with the key does in whatever order, history only grows.
class BackupFuzzTest {
  private static final int SESSIONS = 250;
  private static final int STEPS = 30;
  private static final int BYTES_MAX = 1 << 20;

  @ParameterizedTest
  @EnumSource(names = {"NONE", "REPOKEY", "AUTHENTICATED_BLAKE2"})
  void history_only_grows(KeyType type) throws RefusedException {
    int committed = 0;
    for (int seed = 0; seed < SESSIONS; seed++) {
      committed += new Play(type, seed).run();
    }
    assertThat(committed).as("the player is not refused each time").isGreaterThan(SESSIONS / 4);
  }

  /// One session of random steps.
  private static final class Play {
    final HostileTarget target;
    final Random random;
    final int seed;
    final Map<ObjectId, byte[]> before = new HashMap<>();
    final List<ManifestEntry> made = new ArrayList<>();
    final List<ObjectId> ids = new ArrayList<>();
    long second;
    int commits;

    Play(KeyType type, int seed) throws RefusedException {
      this.seed = seed;
      target = new HostileTarget(type);
      random = new Random(seed);
      for (var entry : target.stored.entrySet()) {
        before.put(entry.getKey(), target.key.open(entry.getValue(), BYTES_MAX));
        ids.add(entry.getKey());
      }
      target.opened();
    }

    int run() throws RefusedException {
      boolean alive = true;
      for (int step = 0; step < STEPS && alive; step++) {
        alive = step().refused().isEmpty();
        assertHistory();
      }
      return commits;
    }

    void assertHistory() throws RefusedException {
      for (var entry : before.entrySet()) {
        if (!entry.getKey().equals(ObjectId.MANIFEST)) {
          byte[] now = target.key.open(target.held(entry.getKey()), BYTES_MAX);
          assertThat(now).as("seed %d", seed).isEqualTo(entry.getValue());
        }
      }
      Manifest manifest = Manifest.read(target.held(ObjectId.MANIFEST), target.key);
      assertThat(manifest.archives()).as("seed %d", seed).containsAll(target.entries);
      assertThat(manifest.archives().size()).isLessThanOrEqualTo(target.entries.size() + 1);
    }

    Judged step() {
      return switch (random.nextInt(20)) {
        case 0, 1, 2, 3, 4, 5 -> archive();
        case 6, 7, 8, 9, 10, 11 -> honestManifest();
        case 12 -> randomManifest();
        case 13 -> commit();
        case 14, 15 -> target.delete(made.isEmpty() ? any(ids) : made.getLast().id());
        case 16 -> swapped();
        case 17 -> damaged();
        default -> target.ask("load_key", args());
      };
    }

    <T> T any(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }

    Judged archive() {
      String name =
          random.nextInt(6) > 0 ? NAME + (random.nextBoolean() ? "" : ".checkpoint") : "x";
      byte[] content = new byte[random.nextInt(1, 500)];
      random.nextBytes(content);
      ObjectId chunk = random.nextInt(4) > 0 ? target.puts(content) : target.oldChunk;
      int size = chunk.equals(target.oldChunk) ? 25 : content.length;
      ManifestEntry entry =
          target.putsArchive(name, NOW.plusSeconds(++second), item("a", chunk, size));
      made.add(entry);
      ids.add(entry.id());
      return target.ask("load_key", args());
    }

    Judged honestManifest() {
      if (made.isEmpty()) {
        return target.ask("load_key", args());
      }
      byte[] manifest = target.manifest(NOW.plusSeconds(++second), target.with(made.getLast()));
      Judged judged = target.putManifest(manifest);
      return judged.refused().isEmpty() ? commit() : judged;
    }

    Judged randomManifest() {
      List<ManifestEntry> entries = new ArrayList<>(target.with());
      if (random.nextBoolean()) {
        entries.remove(random.nextInt(entries.size()));
      }
      if (random.nextBoolean()) {
        entries.add(new ManifestEntry(new ArchiveName(NAME + ".checkpoint.7"), any(ids), NOW));
      }
      return target.putManifest(target.manifest(NOW.plusSeconds(++second), entries));
    }

    Judged commit() {
      Judged judged = target.ask("commit", args());
      commits += judged.refused().isEmpty() ? 1 : 0;
      return judged;
    }

    Judged swapped() {
      byte[] content = new byte[50];
      random.nextBytes(content);
      return target.ask(
          "put", args("id", Raw.of(any(ids).bytes()), "data", Raw.of(target.seal(content))));
    }

    Judged damaged() {
      byte[] object = target.held(target.oldChunk).clone();
      object[random.nextInt(object.length)] ^= (byte) (1 + random.nextInt(255));
      return target.ask("put", args("id", Raw.of(target.oldChunk.bytes()), "data", Raw.of(object)));
    }
  }
}
