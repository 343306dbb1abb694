package dev.holdfast.borg.archive;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
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
    putIfKnown(fields, "size", draft.size().plainBytes());
    putIfKnown(fields, "csize", draft.size().compressedBytes());
    putIfKnown(fields, "nfiles", draft.size().files());
    return sealed(MetadataKind.ARCHIVE, fields);
  }

  private static Value.Seq ids(List<ObjectId> ids) {
    List<Value> items = new ArrayList<>(ids.size());
    ids.forEach(id -> items.add(Raw.of(id.bytes())));
    return new Value.Seq(items);
  }

  private static void putIfKnown(
      SortedMap<String, Value> fields, String name, OptionalLong number) {
    number.ifPresent(known -> fields.put(name, new Value.Int(known)));
  }

  private byte[] sealed(MetadataKind kind, SortedMap<String, Value> fields) {
    byte[] salt = new byte[Authentication.CODE_BYTES];
    random.nextBytes(salt);
    return Authentication.seal(key, kind, fields, salt);
  }
}
