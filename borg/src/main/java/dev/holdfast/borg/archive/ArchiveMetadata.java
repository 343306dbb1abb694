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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
/// @param exact whether it is what `borg create` writes, which every Borg can read
public record ArchiveMetadata(
    ObjectId id,
    ArchiveName name,
    Instant start,
    Instant end,
    Origin origin,
    ArchiveSize size,
    List<ObjectId> items,
    boolean proven,
    boolean exact) {
  /// The most that the metadata of one archive may decompress to.
  public static final int PLAIN_BYTES_MAX = 32 << 20;

  private static final String NAME = "an archive's metadata";

  private static final int BYTES_MIN = 16;
  private static final int SHORT_MAP = 0x80;
  private static final int MAP_16 = 0xde;
  private static final int SHORT_RAW = 0xa0;
  private static final int SHORT_RAW_BYTES_MAX = 31;

  /// An archive's items may fill this many chunks; a list of 20 MiB, Borg's largest object.
  public static final int ITEMS_MAX = 700_000;

  /// So many ids count as 59 MiB; they take 22, and as many in the list of them.
  private static final int HEAP_BYTES_MAX = 64 << 20;

  private static final WireLimits LIMITS =
      new WireLimits(8, ITEMS_MAX, 4 << 20, PLAIN_BYTES_MAX, HEAP_BYTES_MAX, false);

  /// Whether content may be the metadata of an archive: it begins as a map of which the first field
  /// is one that archives have. Content of any other start is none that [#exact] is true of.
  ///
  /// @param plain left unchanged
  public static boolean mayBegin(ByteBuffer plain) {
    ByteBuffer in = plain.slice();
    if (in.remaining() < BYTES_MIN) {
      return false;
    }
    int first = in.get() & 0xff;
    if (first == MAP_16) {
      in.getShort();
    } else if ((first & 0xf0) != SHORT_MAP) {
      return false;
    }
    int length = (in.get() & 0xff) - SHORT_RAW;
    if (length < 1 || length > SHORT_RAW_BYTES_MAX || length > in.remaining()) {
      return false;
    }
    byte[] field = new byte[length];
    in.get(field);
    return CreatedArchive.hasField(new String(field, StandardCharsets.US_ASCII));
  }

  /// Opens, checks and reads the object that is stored under this id.
  ///
  /// @throws RefusedException if it is not what the id names, has a proof that does not fit, is
  ///   malformed, too large, or of another version or mode
  public static ArchiveMetadata read(ObjectId id, byte[] object, Key key) throws RefusedException {
    return parse(id, open(id, object, key), key);
  }

  /// Opens the object that is stored under this id, and proves that it is what the id names.
  public static byte[] open(ObjectId id, byte[] object, Key key) throws RefusedException {
    return key.open(id, object, PLAIN_BYTES_MAX);
  }

  /// Checks and reads what [#open] has opened.
  ///
  /// @throws RefusedException as [#read], and then whoever made the archive is to blame, and not
  ///   whoever keeps it
  public static ArchiveMetadata parse(ObjectId id, byte[] plain, Key key) throws RefusedException {
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
        proven,
        CreatedArchive.is(fields.map()));
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
