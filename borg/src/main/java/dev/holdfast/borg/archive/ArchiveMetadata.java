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
import java.util.List;

/// What one archive says of itself.
///
/// @param id where it is stored
/// @param start when the backup started, by the clock of whoever made it
/// @param end when it ended
/// @param items where its stream of items is stored, in order
/// @param proven whether it carries a proof of its own, as Borg has written since 1.2.5; without
///   one, it is known to come from a holder of the key only as any chunk is
public record ArchiveMetadata(
    ObjectId id,
    ArchiveName name,
    Instant start,
    Instant end,
    Origin origin,
    ArchiveSize size,
    List<ObjectId> items,
    boolean proven) {
  /// The most that the metadata of one archive may decompress to.
  public static final int PLAIN_BYTES_MAX = 32 << 20;

  private static final String NAME = "an archive's metadata";

  /// An archive's items may fill this many chunks; a list of 20 MiB, Borg's largest object.
  private static final int ITEMS_MAX = 700_000;

  /// So many ids need 59 MiB.
  private static final int HEAP_BYTES_MAX = 64 << 20;

  private static final WireLimits LIMITS =
      new WireLimits(8, ITEMS_MAX, 4 << 20, PLAIN_BYTES_MAX, HEAP_BYTES_MAX, false);

  /// Opens, checks and reads the object that is stored under this id.
  ///
  /// @throws RefusedException if it is not what the id names, has a proof that does not fit, is
  ///   malformed, too large, or of another version or mode
  public static ArchiveMetadata read(ObjectId id, byte[] object, Key key) throws RefusedException {
    byte[] plain = key.open(id, object, PLAIN_BYTES_MAX);
    Fields fields = Fields.read(NAME, plain, LIMITS);
    boolean proven = Authentication.verify(key, MetadataKind.ARCHIVE, plain, fields);
    long version = fields.number("version");
    if (version != 1) {
      throw new RefusedException(
          Refusal.UNSUPPORTED, "an archive has version " + version + "; Borg 1.x writes 1");
    }
    Instant start = BorgTime.parse("an archive's time", fields.text("time"));
    return new ArchiveMetadata(
        id,
        ArchiveName.parse(fields.text("name")),
        start,
        end(fields, start),
        origin(fields),
        size(fields),
        items(fields.list("items")),
        proven);
  }

  /// Borg 1.0 did not store when a backup ended.
  private static Instant end(Fields fields, Instant start) throws RefusedException {
    return fields.map().get("time_end").isEmpty()
        ? start
        : BorgTime.parse("an archive's end", fields.text("time_end"));
  }

  private static Origin origin(Fields fields) throws RefusedException {
    return new Origin(
        fields.lossyText("comment"),
        fields.lossyText("hostname"),
        fields.lossyText("username"),
        Texts.lossy("a word of an archive's command line", fields.list("cmdline")));
  }

  private static ArchiveSize size(Fields fields) throws RefusedException {
    return new ArchiveSize(
        fields.optionalNumber("size"),
        fields.optionalNumber("csize"),
        fields.optionalNumber("nfiles"));
  }

  private static List<ObjectId> items(Value.Seq list) throws RefusedException {
    List<ObjectId> ids = new ArrayList<>(list.items().size());
    for (Value item : list.items()) {
      if (!(item instanceof Raw raw)) {
        throw RefusedException.malformed("the place of an archive's items is not an id");
      }
      ids.add(ObjectId.parse(raw.toByteArray()));
    }
    return List.copyOf(ids);
  }
}
