package dev.holdfast.borg.repository;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestDraft;
import dev.holdfast.borg.archive.MetadataWriter;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.Key;
import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.util.Random;

/// Writes into a real repository what we sealed ourselves, as no product code does without a guard.
final class WritingSession implements AutoCloseable {
  private static final int COUNTERS_RESERVED = 1 << 28;

  private final ServeSession session;
  private final Key key;
  private final MetadataWriter writer;
  private long counter;

  /// @param key stays with the caller
  WritingSession(ServeProcess serve, Opening opening, Key key) throws IOException {
    this.session = new ServeSession(serve);
    this.key = key;
    this.writer = new MetadataWriter(key, new Random(7));
    session.negotiate(BorgVersion.of(1, 2, 4));
    session.call(
        "open",
        Value.Map.builder()
            .put("path", opening.path())
            .put("create", false)
            .put("lock_wait", opening.lockWait().toSeconds())
            .put("lock", true)
            .put("exclusive", true)
            .build());
    if (key.type().encrypts()) {
      reserve();
    }
  }

  private void reserve() throws IOException {
    Value free = session.call("get_free_nonce", Value.Map.builder().build());
    counter = ((Value.Int) free).value();
    session.call(
        "commit_nonce_reservation",
        Value.Map.builder()
            .put("next_unreserved", counter + COUNTERS_RESERVED)
            .put("start_nonce", counter)
            .build());
  }

  MetadataWriter writer() {
    return writer;
  }

  /// Stores this content under the id that it has.
  ObjectId put(byte[] plain, Compression compression) throws IOException {
    ObjectId id = key.idOf(plain);
    put(id, plain, compression);
    return id;
  }

  /// Stores the manifest and makes all that was put before last.
  void commit(ManifestDraft manifest) throws IOException {
    put(ObjectId.MANIFEST, writer.manifest(manifest), Compression.LZ4);
    session.call("commit", Value.Map.builder().put("compact", false).build());
  }

  Manifest manifest() throws Exception {
    Value object =
        session.call(
            "get", Value.Map.builder().put("id", Raw.of(ObjectId.MANIFEST.bytes())).build());
    return Manifest.read(((Raw) object).toByteArray(), key);
  }

  private void put(ObjectId id, byte[] plain, Compression compression) throws IOException {
    byte[] object = key.seal(plain, compression, counter);
    counter += key.counters(object);
    session.call(
        "put",
        Value.Map.builder().put("id", Raw.of(id.bytes())).put("data", Raw.of(object)).build());
  }

  @Override
  public void close() {
    session.close();
  }
}
