package dev.holdfast.lab.attacks;

import static dev.holdfast.lab.attacks.Edits.bytes;
import static dev.holdfast.lab.attacks.Edits.list;
import static dev.holdfast.lab.attacks.Edits.map;
import static dev.holdfast.lab.attacks.Edits.text;
import static dev.holdfast.lab.attacks.Edits.with;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A session whose key is unlocked: everything that the protocol and the formats can express.
final class Grip {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS");
  private static final int ID_HEAD_BYTES = 3;

  private final HostileBorg borg;
  private final Forge forge;
  private final byte[] manifestObject;
  private final Value.Map base;
  private boolean reserved;

  /// An archive as the manifest names it.
  record Old(String name, ObjectId id, String time) {}

  Grip(HostileBorg borg, Forge forge, byte[] manifestObject) {
    this.borg = borg;
    this.forge = forge;
    this.manifestObject = manifestObject;
    this.base = forge.openMap(manifestObject);
  }

  Forge forge() {
    return forge;
  }

  /// The manifest of before, as it was stored.
  byte[] manifestObject() {
    return manifestObject;
  }

  /// The manifest of before.
  Value.Map base() {
    return base;
  }

  Value.Map entries() {
    return map(base, "archives");
  }

  /// The archives of before, oldest first.
  List<Old> archives() {
    var all = new ArrayList<Old>();
    entries()
        .entries()
        .forEach((name, entry) -> {
          var fields = (Value.Map) entry;
          all.add(
              new Old(
                  name.asText().orElseThrow(),
                  ObjectId.ofDigest(bytes(fields, "id")),
                  text(fields, "time")));
        });
    all.sort(Comparator.comparing(Old::time));
    return all;
  }

  Old oldest() {
    return archives().getFirst();
  }

  Value.Map metadata(Old archive) throws IOException, RefusedCallException {
    return forge.openMap(borg.get(archive.id()));
  }

  /// Where an archive's items are.
  List<ObjectId> streams(Old archive) throws IOException, RefusedCallException {
    var ids = new ArrayList<ObjectId>();
    for (var id : list(metadata(archive), "items").items()) {
      ids.add(ObjectId.ofDigest(((Raw) id).toByteArray()));
    }
    return ids;
  }

  /// The ids of an archive's file contents: every byte string of 32 bytes in its items.
  List<ObjectId> contents(Old archive) throws IOException, RefusedCallException {
    var ids = new ArrayList<ObjectId>();
    for (var stream : streams(archive)) {
      var plain = forge.open(borg.get(stream));
      for (int at = 0; at + ID_HEAD_BYTES + ObjectId.BYTES <= plain.length; at++) {
        if ((plain[at] & 0xff) == 0xda && plain[at + 1] == 0 && plain[at + 2] == ObjectId.BYTES) {
          var id = new byte[ObjectId.BYTES];
          System.arraycopy(plain, at + ID_HEAD_BYTES, id, 0, id.length);
          ids.add(ObjectId.ofDigest(id));
        }
      }
    }
    return ids.stream().distinct().toList();
  }

  /// A file's content that no archive but the oldest has. Which file comes first in an archive is
  /// up to the file system.
  ObjectId onlyInOldest() throws IOException, RefusedCallException {
    var ids = new ArrayList<>(contents(oldest()));
    for (var archive : archives()) {
      if (!archive.equals(oldest())) {
        ids.removeAll(contents(archive));
      }
    }
    return ids.getFirst();
  }

  /// The ids of all objects of all archives, each once.
  Set<ObjectId> everything() throws IOException, RefusedCallException {
    var all = new LinkedHashSet<ObjectId>();
    for (var archive : archives()) {
      all.addAll(contents(archive));
      all.addAll(streams(archive));
      all.add(archive.id());
    }
    return all;
  }

  /// Reserves nonces once, as borg does before it writes.
  Grip ready() throws IOException, RefusedCallException {
    if (!reserved) {
      reserved = true;
      forge.useNoncesFrom(borg.reserve());
    }
    return this;
  }

  /// Stores an old object once more, with the content that it has.
  ObjectId storeAgain(ObjectId id) throws IOException, RefusedCallException {
    ready();
    borg.put(id, forge.seal(forge.open(borg.get(id))));
    return id;
  }

  /// Stores a content under its own id.
  ObjectId store(byte[] plain) throws IOException, RefusedCallException {
    ready();
    var id = forge.idOf(plain);
    borg.put(id, forge.seal(plain));
    return id;
  }

  /// Stores an archive's metadata, proven.
  ObjectId storeArchive(Value.Map metadata) throws IOException, RefusedCallException {
    return store(forge.proven(MetadataKind.ARCHIVE, metadata));
  }

  /// Metadata as borg writes it, for these items.
  static Value.Map archive(String name, Instant time, List<ObjectId> items) {
    var ids = new ArrayList<Value>();
    items.forEach(id -> ids.add(Raw.of(id.bytes())));
    return Value.Map.builder()
        .put("version", 1)
        .put("name", name)
        .put("comment", "")
        .put("items", new Value.Seq(ids))
        .put("cmdline", Value.texts(List.of("borg", "create")))
        .put("hostname", "web1")
        .put("username", "root")
        .put("time", time(time))
        .put("time_end", time(time))
        .put(
            "chunker_params",
            new Value.Seq(
                List.of(
                    Raw.of("buzhash"),
                    new Value.Int(19),
                    new Value.Int(23),
                    new Value.Int(21),
                    new Value.Int(4095))))
        .put("size", 0)
        .put("csize", 0)
        .put("nfiles", 0)
        .put("size_parts", 0)
        .put("csize_parts", 0)
        .put("nfiles_parts", 0)
        .build();
  }

  static String time(Instant time) {
    return TIME.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  static Value.Map entry(ObjectId id, String time) {
    return Value.Map.builder().put("id", Raw.of(id.bytes())).put("time", time).build();
  }

  /// The old manifest with other archives and a time of now.
  Value.Map manifestOf(Value.Map archives) {
    return with(
        with(base, "archives", archives), "timestamp", Raw.of(time(Instant.now().plusMillis(1))));
  }

  /// The old archives and one more.
  Value.Map plus(String name, ObjectId id, String time) {
    return with(entries(), name, entry(id, time));
  }

  /// Stores a manifest, proven, and commits.
  void commit(Value.Map manifest) throws IOException, RefusedCallException {
    storeManifest(manifest);
    borg.commit();
  }

  void storeManifest(Value.Map manifest) throws IOException, RefusedCallException {
    ready();
    borg.put(ObjectId.MANIFEST, forge.seal(forge.proven(MetadataKind.MANIFEST, manifest)));
  }

  /// Stores a new archive honestly in form: items, metadata, manifest, commit.
  void commitArchive(String name, Instant time, byte[]... streams)
      throws IOException, RefusedCallException {
    var ids = new ArrayList<ObjectId>();
    for (var stream : streams) {
      ids.add(store(stream));
    }
    var id = storeArchive(archive(name, time, ids));
    commit(manifestOf(plus(name, id, time(time))));
  }

  /// One regular file as an item.
  static Value.Map file(String path, List<Value> chunks, long size) {
    var fields = new LinkedHashMap<Raw, Value>();
    fields.put(Raw.of("path"), Raw.of(path));
    fields.put(Raw.of("mode"), new Value.Int(0100644));
    fields.put(Raw.of("uid"), new Value.Int(0));
    fields.put(Raw.of("gid"), new Value.Int(0));
    fields.put(Raw.of("user"), Raw.of("root"));
    fields.put(Raw.of("group"), Raw.of("root"));
    fields.put(Raw.of("mtime"), new Value.Int(1_700_000_000_000_000_000L));
    fields.put(Raw.of("size"), new Value.Int(size));
    fields.put(Raw.of("chunks"), new Value.Seq(chunks));
    return new Value.Map(fields);
  }

  /// Where a part of a file's content is said to be.
  static Value chunk(ObjectId id, long size) {
    return Value.Seq.of(Raw.of(id.bytes()), new Value.Int(size), new Value.Int(size + 41));
  }
}
