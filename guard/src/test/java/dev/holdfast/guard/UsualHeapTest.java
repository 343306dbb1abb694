package dev.holdfast.guard;

import static dev.holdfast.guard.HostileTarget.NAME;
import static dev.holdfast.guard.HostileTarget.NOW;
import static dev.holdfast.guard.Talk.args;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.wire.FrameWriter;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Sessions that push to all their bounds at once, in the heap that Holdfast has by default: those
/// that ask for too much end alone, nobody runs out of memory, and an honest one goes through.
@Timeout(300)
class UsualHeapTest {
  private static final int PIPE_BYTES = 256 << 10;
  private static final int STREAM_CHUNKS = 600_000;
  private static final int NAMED_CHUNKS = 500_000;
  private static final SessionPolicy POLICY = new SessionPolicy.Backup("/r", Duration.ZERO);

  private final Workbench bench = Workbench.standard(2);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HostileTarget maker = new HostileTarget(KeyType.NONE);
  private final ManifestEntry large = large();
  // One for all attackers: what they hold is no business of the guard's.
  private final byte[] noise = noise();
  private final ObjectId largestId = maker.key.idOf(noise);
  private final Raw largest = Raw.of(maker.seal(noise));
  private final Map<ObjectId, byte[]> shared = new ConcurrentHashMap<>(maker.stored);
  private final List<Played> played = new ArrayList<>();
  private final BlockingQueue<SessionEnd> ended = new LinkedBlockingQueue<>();

  /// A session through all of the guard.
  private record Played(
      GuardedChannel channel,
      ScriptedPeer client,
      ScriptedPeer host,
      Future<SessionReport> report) {}

  private interface Part {
    void play(Played session) throws Exception;
  }

  private static byte[] noise() {
    byte[] bytes = new byte[20_000_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /// An archive of before, whose list of chunks is as long as one can be.
  private ManifestEntry large() {
    var name = new ArchiveName("large");
    var time = NOW.minusSeconds(50_000);
    var list = Collections.nCopies(STREAM_CHUNKS, maker.oldChunk);
    var entry = new ManifestEntry(name, maker.store(maker.metadata("large", time, list)), time);
    maker.entries.add(entry);
    maker.stored.put(
        ObjectId.MANIFEST, maker.seal(maker.manifest(NOW.minusSeconds(40_000), maker.entries)));
    return entry;
  }

  private Played play(Part client, Part host) {
    MemoryDuplex.Pair near = MemoryDuplex.pair(PIPE_BYTES);
    MemoryDuplex.Pair far = MemoryDuplex.pair(PIPE_BYTES);
    MemoryBudget.Share memory = bench.memory().share(new Random(3));
    Repository repository =
        new Repository(
            Key.none(), BaseExpectation.none(), new Nonces(maker.ledger), Optional.empty());
    BackupRules rules = new BackupRules(repository, BackupTerms.standard(NAME, () -> NOW), memory);
    GuardedChannel channel = new GuardedChannel(POLICY, rules, GuardLimits.standard(), bench);
    Future<SessionReport> report =
        threads.submit(() -> {
          try (memory) {
            SessionReport said = channel.run(near.right(), far.left());
            ended.add(said.end());
            return said;
          }
        });
    Played session =
        new Played(channel, new ScriptedPeer(near.left()), new ScriptedPeer(far.right()), report);
    played.add(session);
    start(session, host);
    start(session, client);
    return session;
  }

  private void start(Played session, Part part) {
    Future<?> _ =
        threads.submit(() -> {
          try {
            part.play(session);
          } catch (Exception | AssertionError _) {
            // The session was cut.
          }
          return true;
        });
  }

  private Part honestHost() {
    Map<ObjectId, byte[]> stored = new HashMap<>(maker.stored);
    return session -> new StoreHost(stored).serve(session.host());
  }

  private void sharedHost(Played session) {
    new StoreHost(shared).serve(session.host());
  }

  // What attackers do.

  private void sendsNearlyAnObject(Played session) throws Exception {
    session.client().open();
    var arguments = args("id", Raw.of(largestId.bytes()), "data", largest);
    session.client().sayNearly(FrameWriter.encode(new Request.Call(3, "put", arguments)));
  }

  private void sendsObjects(Played session) throws Exception {
    session.client().open();
    for (int i = 0; i < 20; i++) {
      session.client().call("put", args("id", Raw.of(largestId.bytes()), "data", largest));
    }
  }

  private static void takesNothing(Played session) throws Exception {
    session.host().request();
    session.host().reply(new Reply.Negotiated(1, Talk.SERVER));
    session.host().request();
    session.host().reply(new Reply.Result(2, Talk.id(9)));
  }

  private void asksForTheLargest(Played session) throws Exception {
    session.client().open();
    get(session, ObjectId.MANIFEST);
    for (int i = 0; i < 4; i++) {
      get(session, large.id());
    }
  }

  private static void get(Played session, ObjectId id) throws Exception {
    session.client().call("get", args("id", Raw.of(id.bytes())));
    session.client().result();
  }

  private void answersNearly(Played session) throws Exception {
    takesNothing(session);
    session.host().request();
    session.host().sayNearly(FrameWriter.encode(new Reply.Result(3, largest)));
  }

  /// Files of so many chunks that nobody has ever stored.
  private void namesChunks(Played session) throws Exception {
    session.client().open();
    get(session, ObjectId.MANIFEST);
    List<ObjectId> stream = new ArrayList<>();
    for (int file = 0; file < 4; file++) {
      byte[] head =
          MessagePackWriter.toBytes(
              HostileTarget.fields("f" + file).put("chunks", Value.Seq.of()).build());
      ByteBuffer item = ByteBuffer.allocate(head.length + 4 + NAMED_CHUNKS * 38);
      item.put(head, 0, head.length - 1).put((byte) 0xdd).putInt(NAMED_CHUNKS);
      for (int i = 0; i < NAMED_CHUNKS; i++) {
        item.putInt(0x93da0020)
            .putLong(7)
            .putLong(file)
            .putLong(i)
            .putLong(7)
            .putShort((short) 0x0101);
      }
      stream.add(puts(session, item.array()));
    }
    var id = puts(session, maker.metadata(NAME.value(), NOW, stream));
    putManifest(session, id);
  }

  private ObjectId puts(Played session, byte[] plain) throws Exception {
    ObjectId id = maker.key.idOf(plain);
    byte[] object = maker.seal(plain);
    session.client().call("put", args("id", Raw.of(id.bytes()), "data", Raw.of(object)));
    session.client().result();
    return id;
  }

  private void putManifest(Played session, ObjectId archive) throws Exception {
    byte[] manifest = maker.manifest(NOW, maker.with(new ManifestEntry(NAME, archive, NOW)));
    byte[] object = maker.seal(manifest);
    session
        .client()
        .call("put", args("id", Raw.of(ObjectId.MANIFEST.bytes()), "data", Raw.of(object)));
    session.client().result();
  }

  private void backsUp(Played session) throws Exception {
    session.client().open();
    get(session, ObjectId.MANIFEST);
    byte[] content = Arrays.copyOf(noise, 200_000);
    byte[] item = HostileTarget.item("etc/b", puts(session, content), content.length);
    putManifest(
        session, puts(session, maker.metadata(NAME.value(), NOW, List.of(puts(session, item)))));
    session.client().call("commit", args());
    session.client().result();
    session.client().end();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    bench.close();
  }

  @Test
  void hostile_sessions_end_alone_and_an_honest_one_beside_them_goes_through() throws Exception {
    long all = bench.memory().left();
    for (int i = 0; i < 3; i++) {
      play(this::namesChunks, this::sharedHost);
      play(this::asksForTheLargest, honestHost());
      play(this::sendsObjects, UsualHeapTest::takesNothing);
      play(this::asksForTheLargest, this::answersNearly);
      play(this::sendsNearlyAnObject, honestHost());
      play(this::sendsNearlyAnObject, honestHost());
    }
    SessionEnd first = ended.take();
    while (!(first instanceof SessionEnd.MemorySpent)) {
      first = ended.take();
    }
    SessionReport honest = play(this::backsUp, honestHost()).report().get();
    assertThat(honest.end()).isEqualTo(new SessionEnd.Completed());
    assertThat(honest.commits()).isEqualTo(1);
    played.forEach(session -> session.channel().cut("the test is over"));
    for (Played session : played) {
      SessionEnd end = session.report().get().end();
      if (end instanceof SessionEnd.Cut(String why)) {
        assertThat(why).as("what the guard said").isEqualTo("the test is over");
      }
    }
    assertThat(bench.memory().left()).as("all was given back").isEqualTo(all);
  }
}
