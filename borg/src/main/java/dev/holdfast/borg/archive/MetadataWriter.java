package dev.holdfast.borg.archive;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Writes manifests and metadata of archives with their proof, in the very bytes that Borg would
/// write. The results are contents: [Key#seal] makes objects of them.
public final class MetadataWriter {
  private final Key key;
  private final RandomGenerator random;

  /// @param random gives the salts of proofs
  public MetadataWriter(Key key, RandomGenerator random) {
    this.key = key;
    this.random = random;
  }

  /// @throws IllegalArgumentException if two archives have one name
  public byte[] manifest(ManifestDraft draft) {
    SortedMap<String, Value> fields = new TreeMap<>();
    fields.put("version", new Value.Int(1));
    fields.put("archives", archives(draft.archives()));
    fields.put("timestamp", Raw.of(BorgTime.write(draft.timestamp())));
    fields.put("config", draft.config());
    fields.put("item_keys", Value.texts(List.copyOf(draft.itemKeys())));
    return sealed(MetadataKind.MANIFEST, fields);
  }

  private static Value.Map archives(List<ManifestEntry> entries) {
    List<ManifestEntry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparing(entry -> Raw.of(entry.name().value())));
    Value.MapBuilder archives = Value.Map.builder();
    for (ManifestEntry entry : sorted) {
      archives.put(
          entry.name().value(),
          Value.Map.builder()
              .put("id", Raw.of(entry.id().bytes()))
              .put("time", BorgTime.write(entry.time()))
              .build());
    }
    return archives.build();
  }

  /// The content under whose id ([Key#idOf]) a manifest lists the archive.
  public byte[] archive(ArchiveDraft draft) {
    SortedMap<String, Value> fields = new TreeMap<>();
    fields.put("version", new Value.Int(1));
    fields.put("name", Raw.of(draft.name().value()));
    fields.put("items", ids(draft.items()));
    fields.put("time", Raw.of(BorgTime.write(draft.start())));
    fields.put("time_end", Raw.of(BorgTime.write(draft.end())));
    fields.put("comment", Raw.of(draft.origin().comment()));
    fields.put("hostname", Raw.of(draft.origin().hostname()));
    fields.put("username", Raw.of(draft.origin().username()));
    fields.put("cmdline", Value.texts(draft.origin().commandLine()));
    putSize(fields, draft.size());
    return sealed(MetadataKind.ARCHIVE, fields);
  }

  private static Value.Seq ids(List<ObjectId> ids) {
    List<Value> items = new ArrayList<>(ids.size());
    ids.forEach(id -> items.add(Raw.of(id.bytes())));
    return new Value.Seq(items);
  }

  /// All counts or none: Borg takes all for there if one is. No archive of ours holds part files.
  private static void putSize(SortedMap<String, Value> fields, ArchiveSize size) {
    if (size.plainBytes().isEmpty() || size.compressedBytes().isEmpty() || size.files().isEmpty()) {
      return;
    }
    fields.put("size", new Value.Int(size.plainBytes().getAsLong()));
    fields.put("csize", new Value.Int(size.compressedBytes().getAsLong()));
    fields.put("nfiles", new Value.Int(size.files().getAsLong()));
    fields.put("size_parts", new Value.Int(0));
    fields.put("csize_parts", new Value.Int(0));
    fields.put("nfiles_parts", new Value.Int(0));
  }

  private byte[] sealed(MetadataKind kind, SortedMap<String, Value> fields) {
    byte[] salt = new byte[Authentication.CODE_BYTES];
    random.nextBytes(salt);
    return Authentication.seal(key, kind, fields, salt);
  }
}
