package dev.holdfast.guard;

import static dev.holdfast.guard.Talk.args;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveDraft;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ArchiveSize;
import dev.holdfast.borg.archive.ItemLimits;
import dev.holdfast.borg.archive.ManifestDraft;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.archive.MetadataWriter;
import dev.holdfast.borg.archive.Origin;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.borg.key.Scratch;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.Function;

/// A client with the repository's key that says what a test wants, before the rules of a backup, in
/// a repository that holds two archives. What the rules let pass is stored.
final class HostileTarget {
  static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");
  static final ArchiveName NAME = new ArchiveName("web-2026-11-20");
  static final Duration SKEW = Duration.ofMinutes(15);
  static final MemoryBudget PLENTY = new MemoryBudget(0, 0, 1L << 50);

  static MemoryBudget.Share plenty() {
    return PLENTY.share(new Random(5));
  }

  static final Value.Map CONFIG = Value.Map.builder().put("tam_required", true).build();

  /// How a session treated a request.
  record Judged(Optional<Reason> refused, String detail) {}

  final Key key;
  final Map<ObjectId, byte[]> stored = new HashMap<>();
  final List<ManifestEntry> entries = new ArrayList<>();
  final MemoryNonces ledger = new MemoryNonces(1 << 20);
  final byte[] oldContent = "what was backed up before".getBytes(StandardCharsets.UTF_8);
  final ObjectId oldChunk;
  private final MetadataWriter writer;
  private final ContentRules rules;
  private final Session session;
  private final Scratch scratch = new Scratch(dev.holdfast.guard.ObjectId.OBJECT_BYTES_MAX);
  long nonce = 100;
  // What the repository host says is free.
  long hostNonce = 1 << 19;
  // Whether its host has no room, and says so only once it is asked something.
  boolean full;
  private Optional<Reply> withheld = Optional.empty();
  private Reply told = new Reply.Result(1, new Value.Nil());
  private long lastId;

  HostileTarget(KeyType type) {
    this(type, BaseExpectation.none(), BackupTerms.CHUNKS_MAX, ItemLimits.generous());
  }

  HostileTarget(KeyType type, BaseExpectation expectation, int chunksMax, ItemLimits items) {
    this(type, expectation, new BackupTerms(NAME, items, chunksMax, () -> NOW, SKEW), PLENTY);
  }

  HostileTarget(KeyType type, BaseExpectation expectation, BackupTerms terms, MemoryBudget memory) {
    this(
        type,
        expectation,
        new SessionPolicy.Backup("/backups/web", Duration.ZERO),
        repository -> new BackupRules(repository, terms, memory.share(new Random(5))));
  }

  /// A borg of the controller that went mad.
  static HostileTarget maintaining(MaintenanceTask task) {
    return maintaining(task, MaintenanceRulesTest.roomFor(1000));
  }

  static HostileTarget maintaining(MaintenanceTask task, PlanProof proof) {
    var pins = RepositoryPins.none();
    return new HostileTarget(
        KeyType.REPOKEY,
        BaseExpectation.none(),
        new SessionPolicy.Maintenance("/backups/web", Duration.ZERO, pins, task),
        repository -> new MaintenanceRules(repository, task, () -> NOW, proof, plenty()));
  }

  /// A reader, before a repository host that may do what it likes with what is stored.
  static HostileTarget reading(KeyType type, BaseExpectation expectation) {
    return new HostileTarget(
        type,
        expectation,
        new SessionPolicy.ReadOnly("/backups/web", Duration.ZERO),
        repository -> new ReadRules(repository, plenty()));
  }

  private HostileTarget(
      KeyType type,
      BaseExpectation expectation,
      SessionPolicy policy,
      Function<Repository, ContentRules> judging) {
    key = TestKeys.of(type);
    writer = new MetadataWriter(key, new Random(5));
    oldChunk = store(oldContent);
    entries.add(storeArchive("old1", NOW.minusSeconds(200_000), item("etc/a", oldChunk, 25)));
    entries.add(storeArchive("old2", NOW.minusSeconds(100_000), item("etc/b", oldChunk, 25)));
    stored.put(ObjectId.MANIFEST, seal(manifest(NOW.minusSeconds(90_000), entries)));
    rules =
        judging.apply(
            new Repository(key, expectation, new Nonces(ledger), Optional.of(Raw.of("relocked"))));
    session = new Session(policy, rules, GuardLimits.standard(), new Tally(), Optional.empty());
  }

  // What it makes.

  byte[] seal(byte[] plain) {
    byte[] object = key.seal(plain, Compression.LZ4, nonce);
    nonce += key.counters(object);
    return object;
  }

  byte[] held(ObjectId id) {
    return Optional.ofNullable(stored.get(id)).orElseThrow();
  }

  ObjectId store(byte[] plain) {
    ObjectId id = key.idOf(plain);
    stored.put(id, seal(plain));
    return id;
  }

  static Value.MapBuilder fields(String path) {
    return Value.Map.builder()
        .put("path", path)
        .put("mode", 0100644)
        .put("uid", 0)
        .put("gid", 0)
        .put("user", "root")
        .put("group", "root")
        .put("mtime", 1_700_000_000_000_000_000L);
  }

  static byte[] item(String path, ObjectId chunk, int size) {
    Value named = Value.Seq.of(Raw.of(chunk.bytes()), new Value.Int(size), new Value.Int(9));
    return MessagePackWriter.toBytes(
        fields(path).put("chunks", Value.Seq.of(named)).put("size", size).build());
  }

  byte[] metadata(String name, Instant time, List<ObjectId> items) {
    return writer.archive(
        new ArchiveDraft(
            new ArchiveName(name),
            time,
            time,
            new Origin("", "web", "root", List.of("borg", "create")),
            new ArchiveSize(OptionalLong.of(25), OptionalLong.of(9), OptionalLong.of(1)),
            items));
  }

  private ManifestEntry storeArchive(String name, Instant time, byte[] items) {
    ObjectId id = store(metadata(name, time, List.of(store(items))));
    return new ManifestEntry(new ArchiveName(name), id, time);
  }

  byte[] manifest(Instant timestamp, List<ManifestEntry> listed) {
    return writer.manifest(
        new ManifestDraft(timestamp, listed, new TreeSet<>(List.of("path", "mode")), CONFIG));
  }

  /// A structure with a proof that fits, whatever else is in it.
  byte[] proven(MetadataKind kind, Value.MapBuilder fields) {
    byte[] mark = new byte[64];
    Arrays.fill(mark, (byte) 0x55);
    byte[] salt = new byte[64];
    Value.Map proof =
        Value.Map.builder()
            .put("type", "HKDF_HMAC_SHA512")
            .put("hmac", Raw.of(mark))
            .put("salt", Raw.of(salt))
            .build();
    byte[] packed = MessagePackWriter.toBytes(fields.put("tam", proof).build());
    int at = new String(packed, StandardCharsets.ISO_8859_1).indexOf("U".repeat(64));
    Arrays.fill(packed, at, at + 64, (byte) 0);
    System.arraycopy(key.authenticate(kind, salt, packed), 0, packed, at, 64);
    return packed;
  }

  List<ManifestEntry> with(ManifestEntry... more) {
    List<ManifestEntry> all = new ArrayList<>(entries);
    all.addAll(Arrays.asList(more));
    return all;
  }

  // What it does.

  Judged openedUpToManifest() {
    session.judge(new Request.Negotiate(++lastId, Talk.CLIENT));
    session.judge(new Reply.Negotiated(1, Talk.CLIENT));
    passes("open", args());
    return get(ObjectId.MANIFEST);
  }

  HostileTarget opened() {
    Judged manifest = openedUpToManifest();
    assertThat(manifest.refused()).as(manifest.detail()).isEmpty();
    long free = freeNonce();
    passes(
        "commit_nonce_reservation",
        args(
            "next_unreserved",
            new Value.Int(free + (1 << 28)),
            "start_nonce",
            new Value.Int(free)));
    nonce = free;
    return this;
  }

  /// The last thing that it was told.
  Reply told() {
    return told;
  }

  long freeNonce() {
    passes("get_free_nonce", args());
    return told instanceof Reply.Result(_, Value.Int(long free)) ? free : -1;
  }

  ObjectId puts(byte[] plain) {
    ObjectId id = key.idOf(plain);
    passes("put", args("id", Raw.of(id.bytes()), "data", Raw.of(seal(plain))));
    return id;
  }

  /// Stores a whole archive, up to its metadata.
  ManifestEntry putsArchive(String name, Instant time, byte[]... items) {
    List<ObjectId> stream = new ArrayList<>();
    for (byte[] piece : items) {
      stream.add(puts(piece));
    }
    ObjectId id = puts(metadata(name, time, stream));
    return new ManifestEntry(new ArchiveName(name), id, time);
  }

  /// An archive as it should be.
  ManifestEntry putsHonestArchive(String name) {
    byte[] content = ("content of " + name).getBytes(StandardCharsets.UTF_8);
    return putsArchive(name, NOW, item("etc/b", puts(content), content.length));
  }

  Judged putManifest(byte[] plain) {
    return ask("put", args("id", Raw.of(ObjectId.MANIFEST.bytes()), "data", Raw.of(seal(plain))));
  }

  Judged putManifest(ManifestEntry... more) {
    return putManifest(manifest(NOW, with(more)));
  }

  void commits() {
    passes("commit", args());
  }

  void passes(String method, SequencedMap<String, Value> arguments) {
    Judged judged = ask(method, arguments);
    assertThat(judged.refused()).as(judged.detail()).isEmpty();
  }

  Judged get(ObjectId id) {
    return ask("get", args("id", Raw.of(id.bytes())));
  }

  Judged delete(ObjectId id) {
    return ask("delete", args("id", Raw.of(id.bytes())));
  }

  /// Sends a request; what passes is done and answered, so that its answer is judged as well.
  Judged ask(String method, SequencedMap<String, Value> arguments) {
    Verdict verdict = session.judge(new Request.Call(++lastId, method, arguments));
    if (verdict instanceof Verdict.Forward forward) {
      verdict = settled(forward);
    }
    if (full && verdict instanceof Verdict.Forward(Request request, Check.Put _)) {
      withheld = Optional.of(Reply.Failure.polite(request.id(), "no room"));
      return new Judged(Optional.empty(), "");
    }
    return switch (verdict) {
      case Verdict.Answer(Reply reply) -> {
        told = reply;
        yield new Judged(Optional.empty(), "");
      }
      case Verdict.Refuse(Reason reason, String detail) -> new Judged(Optional.of(reason), detail);
      case Verdict.Forward(Request request, _) ->
          answered(session.judge(answer((Request.Call) request)));
    };
  }

  private Verdict settled(Verdict.Forward forward) {
    try {
      Optional<Examined> examined =
          forward.check() instanceof Check.Put(Raw id, Raw object)
              ? Optional.of(rules.examine(id, object, scratch))
              : Optional.empty();
      return session.settle(forward, examined, new Held());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Judged answered(ReplyVerdict verdict) {
    return switch (verdict) {
      case ReplyVerdict.Deliver(Reply reply) -> {
        told = reply;
        yield new Judged(Optional.empty(), "");
      }
      case ReplyVerdict.Keep _ -> throw new AssertionError("nobody asked");
      case ReplyVerdict.Warn(Verdict.Refuse(Reason reason, String detail), _) ->
          new Judged(Optional.of(reason), detail);
      case ReplyVerdict.Refuse(Reason reason, String detail) ->
          new Judged(Optional.of(reason), detail);
    };
  }

  private Reply answer(Request.Call call) {
    Optional<ObjectId> id =
        Optional.ofNullable(call.arguments().get("id"))
            .map(raw -> ObjectId.ofDigest(((Raw) raw).toByteArray()));
    Value result =
        switch (call.method()) {
          case "open" -> Talk.id(9);
          case "get" -> Raw.of(stored.getOrDefault(id.orElseThrow(), new byte[0]));
          case "get_free_nonce" -> new Value.Int(hostNonce);
          default -> new Value.Nil();
        };
    if (call.method().equals("put") && call.arguments().get("data") instanceof Raw data) {
      stored.put(id.orElseThrow(), data.toByteArray());
    }
    if (call.method().equals("delete")) {
      stored.remove(id.orElseThrow());
    }
    return new Reply.Result(call.id(), result);
  }

  /// What the repository host has.
  private final class Held implements OwnReads {
    @Override
    public Optional<byte[]> get(ObjectId id) {
      withheld.ifPresent(session::judge);
      withheld = Optional.empty();
      return Optional.ofNullable(stored.get(id));
    }

    @Override
    public void ids(IdReceiver receiver) {
      for (ObjectId id : stored.keySet()) {
        if (!receiver.accept(id)) {
          return;
        }
      }
    }

    @Override
    public void getMany(List<ObjectId> ids, Receiver receiver)
        throws IOException, RefusedException {
      for (ObjectId id : ids) {
        receiver.accept(id, Optional.ofNullable(stored.get(id)));
      }
    }
  }
}
