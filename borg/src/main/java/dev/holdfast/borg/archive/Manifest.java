package dev.holdfast.borg.archive;

import dev.holdfast.borg.Fields;
import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import dev.holdfast.wire.WireLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The list of all archives of a repository. An instance is proof that its bytes were made by
/// somebody who had the key (in mode `none`: by anybody).
///
/// @param digest names these very bytes: two manifests of one repository are the same if and only
///   if their digests are
/// @param timestamp when it was written, by the writer's clock; Borg never lets it go back
/// @param archives ordered by time, then by name
/// @param itemKeys the names of the fields that items of archives may have
/// @param config the repository's settings for all clients, as stored
/// @param exact whether it and its entries have the fields that Borg 1.x writes, and no others
public record Manifest(
    ObjectId digest,
    Instant timestamp,
    List<ManifestEntry> archives,
    SortedSet<String> itemKeys,
    Value.Map config,
    boolean exact) {
  /// The most that a manifest may decompress to.
  public static final int PLAIN_BYTES_MAX = 32 << 20;

  /// An archive an hour for eleven years. Borg 1.2 could read four times as many, but then a host
  /// could make a controller that reads a few repositories at once run out of memory.
  public static final int ARCHIVES_MAX = 100_000;

  /// So many archives need 35 MiB with names of 40 bytes, 40 MiB with names of 96.
  private static final int HEAP_BYTES_MAX = 48 << 20;

  /// Those that must be there, and the proof, which must be, too.
  private static final int FIELDS = 6;

  /// `id` and `time`.
  private static final int ENTRY_FIELDS = 2;

  /// Borg 1.2 reads no longer byte string in a manifest, wherever it is.
  private static final int RAW_BYTES_MAX = 255;

  /// Borg 1.2 reads no longer list in a manifest, wherever it is.
  private static final int LIST_MAX = 100;

  private static final String NAME = "the manifest";
  private static final WireLimits LIMITS =
      new WireLimits(8, ARCHIVES_MAX, RAW_BYTES_MAX, PLAIN_BYTES_MAX, HEAP_BYTES_MAX, false);

  /// The archives that are no checkpoints, in the same order.
  public List<ManifestEntry> complete() {
    return archives.stream().filter(archive -> !archive.name().isCheckpoint()).toList();
  }

  /// Opens, proves and reads the object that is stored under [ObjectId#MANIFEST].
  ///
  /// @throws RefusedException if it is not authentic, malformed, too large, of another version or
  ///   mode, or demands a feature that we do not know
  public static Manifest read(byte[] object, Key key) throws RefusedException {
    byte[] plain = key.open(object, PLAIN_BYTES_MAX);
    Fields fields = Fields.read(NAME, plain, LIMITS);
    if (!Authentication.verify(key, MetadataKind.MANIFEST, plain, fields)) {
      throw new RefusedException(
          Refusal.NOT_AUTHENTIC,
          "the manifest carries no proof; if this repository was last used with Borg 1.0,"
              + " run borg upgrade --tam on it");
    }
    return of(key.idOf(plain), fields);
  }

  private static Manifest of(ObjectId digest, Fields fields) throws RefusedException {
    long version = fields.number("version");
    if (version != 1) {
      throw new RefusedException(
          Refusal.UNSUPPORTED, "the manifest has version " + version + "; Borg 1.x writes 1");
    }
    Value.Map config = fields.fields("config").map();
    refuseLongLists(config);
    refuseUnknownFeatures(config);
    return new Manifest(
        digest,
        BorgTime.parse("the manifest's timestamp", fields.text("timestamp")),
        entries(fields.fields("archives").map()),
        itemKeys(fields),
        config,
        isExact(fields));
  }

  private static boolean isExact(Fields fields) throws RefusedException {
    boolean entries =
        fields.fields("archives").map().entries().values().stream()
            .allMatch(entry -> entry instanceof Value.Map map && map.size() == ENTRY_FIELDS);
    return entries && fields.map().size() == FIELDS;
  }

  /// The entry of this name.
  public Optional<ManifestEntry> find(ArchiveName name) {
    return archives.stream().filter(entry -> entry.name().equals(name)).findAny();
  }

  private static List<ManifestEntry> entries(Value.Map archives) throws RefusedException {
    List<ManifestEntry> entries = new ArrayList<>(archives.size());
    for (Map.Entry<Raw, Value> archive : archives.entries().entrySet()) {
      Fields fields = Fields.of("an archive in the manifest", archive.getValue());
      String name =
          archive
              .getKey()
              .asText()
              .orElseThrow(() -> RefusedException.malformed("an archive's name is not UTF-8"));
      entries.add(
          new ManifestEntry(
              ArchiveName.parse(name),
              ObjectId.parse(fields.bytes("id")),
              BorgTime.parse("an archive's time in the manifest", fields.text("time"))));
    }
    entries.sort(Comparator.comparing(ManifestEntry::time).thenComparing(ManifestEntry::name));
    return List.copyOf(entries);
  }

  private static SortedSet<String> itemKeys(Fields fields) throws RefusedException {
    List<Value> items = fields.list("item_keys").items();
    if (items.size() > LIST_MAX) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "the manifest lists more than " + LIST_MAX + " item keys");
    }
    SortedSet<String> keys = new TreeSet<>();
    for (Value item : items) {
      keys.add(Texts.strict("an item key in the manifest", item));
    }
    return Collections.unmodifiableSortedSet(keys);
  }

  private static void refuseLongLists(Value value) throws RefusedException {
    if (value instanceof Value.Seq list) {
      if (list.items().size() > LIST_MAX) {
        throw new RefusedException(
            Refusal.TOO_LARGE, "the manifest has a list of more than " + LIST_MAX + " elements");
      }
      for (Value item : list.items()) {
        refuseLongLists(item);
      }
    } else if (value instanceof Value.Map map) {
      for (Value entry : map.entries().values()) {
        refuseLongLists(entry);
      }
    }
  }

  /// Borg 1.x has never defined a feature, so every mandatory one is of a later Borg.
  private static void refuseUnknownFeatures(Value.Map config) throws RefusedException {
    Optional<Value> flags = config.get("feature_flags");
    if (flags.isEmpty() || flags.get() instanceof Value.Nil) {
      return;
    }
    for (Value operation : Fields.of("the feature flags", flags.get()).map().entries().values()) {
      Optional<Value> mandatory = Fields.of("a feature flag", operation).map().get("mandatory");
      if (mandatory.isPresent() && !mandatory.get().equals(Value.Seq.of())) {
        throw new RefusedException(
            Refusal.UNKNOWN_FEATURE,
            "the repository demands a feature that Borg 1.x does not have");
      }
    }
  }
}
