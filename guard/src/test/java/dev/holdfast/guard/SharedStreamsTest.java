package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.Item;
import dev.holdfast.borg.archive.ItemConsumer;
import dev.holdfast.borg.archive.ItemLimits;
import dev.holdfast.borg.archive.ItemStream;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedStreamsTest {
  private final Key key = TestKeys.of(KeyType.AUTHENTICATED);
  private final Host host = new Host();
  private final Random random = new Random(11);

  /// Counts what it is asked for.
  private final class Host implements OwnReads {
    final Map<ObjectId, byte[]> objects = new HashMap<>();
    int fetched;

    ObjectId hold(byte[] plain) {
      ObjectId id = key.idOf(plain);
      objects.put(id, key.seal(plain, Compression.NONE, 0));
      return id;
    }

    @Override
    public Optional<byte[]> get(ObjectId id) {
      fetched++;
      return Optional.ofNullable(objects.get(id));
    }

    @Override
    public void getMany(List<ObjectId> ids, Receiver receiver)
        throws IOException, RefusedException {
      for (ObjectId id : ids) {
        receiver.accept(id, get(id));
      }
    }

    @Override
    public void ids(IdReceiver receiver) {
      throw new AssertionError("nobody asks for a list");
    }
  }

  private record Named(Set<ObjectId> ids) implements ItemConsumer {
    @Override
    public void chunk(ObjectId id, int plainBytes, long storedBytes) {
      ids.add(id);
    }

    @Override
    public void item(Item item) {}
  }

  private byte[] item(String path, int chunks) {
    List<Value> named = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      byte[] id = new byte[ObjectId.BYTES];
      random.nextBytes(id);
      named.add(Value.Seq.of(Raw.of(id), new Value.Int(10), new Value.Int(9)));
    }
    return MessagePackWriter.toBytes(
        HostileTarget.fields(path).put("chunks", new Value.Seq(named)).build());
  }

  /// Cuts where the contents say so, as borg does, so that a change moves no later border.
  private List<ObjectId> stored(List<byte[]> items) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    items.forEach(all::writeBytes);
    byte[] stream = all.toByteArray();
    List<ObjectId> ids = new ArrayList<>();
    int from = 0;
    for (int at = 1; at <= stream.length; at++) {
      boolean border = at < stream.length && stream[at] == 0x20 && stream[at - 1] < 4;
      if (at == stream.length || (border && at - from > 60)) {
        ids.add(host.hold(Arrays.copyOfRange(stream, from, at)));
        from = at;
      }
    }
    return ids;
  }

  private Set<ObjectId> alone(List<byte[]> items) throws RefusedException {
    Set<ObjectId> ids = new HashSet<>();
    ItemStream stream = new ItemStream(ItemLimits.generous(), new Named(ids));
    for (byte[] item : items) {
      stream.feed(ByteBuffer.wrap(item.clone()));
    }
    stream.end();
    return ids;
  }

  @Test
  void archives_that_differ_a_little_name_what_they_name_alone_and_are_fetched_once()
      throws Exception {
    int chunks = archives(100_000);
    assertThat(host.fetched).isLessThan(chunks / 8);
  }

  @Test
  void what_does_not_fit_into_memory_is_fetched_again() throws Exception {
    int chunks = archives(9);
    assertThat(host.fetched).isBetween(chunks * 9 / 10, chunks * 2);
    archives(300);
  }

  /// Archives, each a little different from the one before.
  ///
  /// @return how many chunks their streams have
  private int archives(int remembered) throws Exception {
    List<byte[]> items = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      items.add(item("a/file" + i, i % 50 == 7 ? 40 : i % 3));
    }
    Set<ObjectId> named = new HashSet<>();
    SharedStreams streams =
        new SharedStreams(
            new OwnObjects(key, HostileTarget.plenty()), new Named(named), remembered);
    int chunks = 0;
    for (int archive = 0; archive < 24; archive++) {
      Set<ObjectId> before = new HashSet<>(named);
      List<ObjectId> stream = stored(items);
      chunks += stream.size();
      streams.read(stream, host);
      Set<ObjectId> wanted = alone(items);
      assertThat(named).containsAll(wanted);
      before.addAll(wanted);
      assertThat(named).as("nothing that no archive names").isEqualTo(before);
      switch (archive % 3) {
        case 0 -> items.set(random.nextInt(items.size()), item("a/changed" + archive, 2));
        case 1 -> items.remove(random.nextInt(items.size()));
        default -> items.add(random.nextInt(items.size()), item("a/new" + archive, 90));
      }
    }
    return chunks;
  }

  /// Whoever has the key can arrange the same chunk behind two beginnings that make it mean two
  /// things.
  @Test
  void a_chunk_is_read_again_where_it_means_something_else() throws Exception {
    byte[] end = item("a", 1);
    byte[] inside = Arrays.copyOfRange(end, 30, end.length);
    ObjectId shared = host.hold(inside);
    ObjectId first = host.hold(Arrays.copyOf(end, 30));
    byte[] longer = item("bbbbbbbbbb", 1);
    byte[] other = concat(item("c", 1), Arrays.copyOf(end, 30));
    ObjectId second = host.hold(other);
    Set<ObjectId> named = new HashSet<>();
    SharedStreams streams =
        new SharedStreams(new OwnObjects(key, HostileTarget.plenty()), new Named(named));
    streams.read(List.of(first, shared), host);
    streams.read(List.of(second, shared), host);
    assertThat(host.fetched).as("the same beginning").isEqualTo(3);
    ObjectId third = host.hold(Arrays.copyOf(longer, longer.length - 1));
    assertThatThrownBy(() -> streams.read(List.of(third, shared), host))
        .isInstanceOf(RefusedException.class);
  }

  /// One giant item in tiny chunks. What each second one makes of its beginning is overwritten
  /// again and again, so that passing over the others never pays.
  @Test
  void nobody_makes_one_archive_cost_more_than_three_times_what_it_holds() throws Exception {
    int pieces = 400;
    byte[] whole = item("a", pieces);
    byte[] half = item("a", pieces / 2);
    int entry = (whole.length - half.length) / (pieces / 2);
    int head = whole.length - pieces * entry;
    byte[] start = Arrays.copyOf(whole, head);
    byte[] otherStart = Arrays.copyOf(half, half.length - pieces / 2 * entry);
    List<ObjectId> all = new ArrayList<>(List.of(host.hold(start)));
    List<ObjectId> second = new ArrayList<>(List.of(host.hold(otherStart)));
    for (int i = 0; i < pieces; i++) {
      int from = head + i * entry;
      ObjectId piece = host.hold(Arrays.copyOfRange(whole, from, from + entry));
      all.add(piece);
      if (i % 2 == 1) {
        second.add(piece);
      }
    }
    Set<ObjectId> named = new HashSet<>();
    SharedStreams streams =
        new SharedStreams(new OwnObjects(key, HostileTarget.plenty()), new Named(named));
    streams.read(all, host);
    streams.read(second, host);
    int before = host.fetched;
    streams.read(all, host);
    assertThat(host.fetched - before).isLessThanOrEqualTo(3 * all.size());
    assertThat(named).hasSize(pieces);
  }

  @Test
  void what_is_missing_altered_or_cut_short_is_no_archive() {
    SharedStreams streams =
        new SharedStreams(new OwnObjects(key, HostileTarget.plenty()), new Named(new HashSet<>()));
    ObjectId nowhere = key.idOf(new byte[3]);
    assertThatThrownBy(() -> streams.read(List.of(nowhere), host)).hasMessageContaining("exist");
    byte[] whole = item("a", 1);
    ObjectId cut = host.hold(Arrays.copyOf(whole, 20));
    assertThatThrownBy(() -> streams.read(List.of(cut), host)).hasMessageContaining("ends inside");
    ObjectId altered = host.hold(whole);
    host.objects.put(altered, key.seal(item("b", 1), Compression.NONE, 0));
    assertThatThrownBy(() -> streams.read(List.of(altered), host))
        .hasMessageContaining("another content");
  }

  private static byte[] concat(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }
}
