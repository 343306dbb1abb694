package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeldObjectsTest {
  private final Key key = TestKeys.of(KeyType.REPOKEY);
  private final Map<ObjectId, byte[]> stored = new HashMap<>();
  private final List<ObjectId> asked = new ArrayList<>();

  private OwnObjects objects(MemoryBudget.Share memory) {
    return new OwnObjects(key, memory);
  }

  private ObjectId store(int number) {
    byte[] plain = {(byte) number, (byte) (number >> 8), (byte) (number >> 16)};
    ObjectId id = key.idOf(plain);
    stored.put(id, key.seal(plain, Compression.LZ4, 100L + number));
    return id;
  }

  private final OwnReads reads =
      new OwnReads() {
        @Override
        public Optional<byte[]> get(ObjectId id) {
          asked.add(id);
          return Optional.ofNullable(stored.get(id));
        }

        @Override
        public void getMany(List<ObjectId> ids, Receiver receiver) {
          throw new AssertionError("one by one");
        }

        @Override
        public void ids(IdReceiver receiver) {
          for (ObjectId id : stored.keySet()) {
            if (!receiver.accept(id)) {
              return;
            }
          }
        }
      };

  @Test
  void knows_what_is_there_and_asks_only_for_that() throws IOException {
    for (int i = 0; i < 5_000; i++) {
      store(i);
    }
    HeldObjects held = new HeldObjects(objects(HostileTarget.plenty()));
    for (int i = 0; i < 5_000; i += 100) {
      assertThat(held.holds(store(i), reads)).isTrue();
    }
    assertThat(asked).hasSize(50);
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      ObjectId other =
          new ObjectId(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
      assertThat(held.holds(other, reads)).isFalse();
    }
    assertThat(asked).hasSize(50);
  }

  @Test
  void more_than_it_remembers_are_all_asked_for() throws IOException {
    for (int i = 0; i < 100; i++) {
      store(i);
    }
    HeldObjects held = new HeldObjects(objects(HostileTarget.plenty()), 10);
    for (int i = 0; i < 100; i++) {
      assertThat(held.holds(store(i), reads)).isTrue();
    }
    assertThat(held.holds(new ObjectId(1, 2, 3, 4), reads)).isFalse();
    assertThat(asked).hasSize(101);
  }

  @Test
  void what_there_is_no_memory_for_is_asked_for() throws IOException {
    for (int i = 0; i < 3_000; i++) {
      store(i);
    }
    MemoryBudget memory = new MemoryBudget(0, 0, 40_000);
    HeldObjects held = new HeldObjects(objects(memory.share(new Random(5))));
    for (int i = 0; i < 3_000; i += 100) {
      assertThat(held.holds(store(i), reads)).isTrue();
    }
    assertThat(held.holds(new ObjectId(1, 2, 3, 4), reads)).isFalse();
    assertThat(asked).hasSize(31);
    assertThat(memory.left()).as("it was given back").isEqualTo(40_000);
  }
}
