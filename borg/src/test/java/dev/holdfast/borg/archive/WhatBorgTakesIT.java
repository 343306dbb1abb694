package dev.holdfast.borg.archive;

import static dev.holdfast.borg.archive.ItemBytes.file;
import static dev.holdfast.borg.archive.ItemBytes.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.BorgReaders.Kind;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.testkit.RealBorg;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Structures as a target with the key may make them: whatever passes here, each line of Borg
/// takes. The other way round nothing is asked: of much that Borg takes we refuse.
final class WhatBorgTakesIT {
  private static final int ROUNDS = Integer.getInteger("structures.rounds", 1_000);
  private static final Value NIL = new Value.Nil();

  /// Any of them in any field.
  private static final List<Value> ANYTHING =
      List.of(
          NIL,
          new Value.Bool(true),
          new Value.Bool(false),
          number(0),
          number(1),
          number(-1),
          number(1L << 31),
          number((1L << 32) - 1),
          number(1L << 32),
          number(Long.MAX_VALUE),
          number(Long.MIN_VALUE),
          Raw.of(""),
          Raw.of("a"),
          Raw.of("user:a"),
          Raw.of("user::rwx\ngroup:b:r--:7"),
          Raw.of(new byte[] {(byte) 0xff, (byte) 0xfe}),
          Raw.of(new byte[12]),
          Raw.of(filled(12, 0x7f)),
          Raw.of(filled(16, 0xff)),
          Raw.of(new byte[300]),
          Raw.of("x".repeat(10_001)),
          Value.Seq.of(),
          Value.Seq.of(number(1)),
          Value.Seq.of(number(1), number(1), number(1), number(1)),
          Value.Seq.of(Raw.of("fixed"), number(1), number(1)),
          new Value.Seq(Collections.nCopies(101, number(1))),
          Value.Map.builder().build(),
          Value.Map.builder().put("a", "b").build(),
          Value.Map.builder().put("chunks", NIL).build(),
          Value.Map.builder().put("part", Value.Seq.of()).build());

  private static final List<String> ARCHIVE_FIELDS =
      List.of(
          "items",
          "cmdline",
          "hostname",
          "username",
          "time_end",
          "comment",
          "cwd",
          "chunker_params",
          "size",
          "csize",
          "nfiles",
          "size_parts",
          "csize_parts",
          "nfiles_parts");

  private static final List<String> COUNTS =
      List.of("size", "csize", "nfiles", "size_parts", "csize_parts", "nfiles_parts");

  private static final List<String> ITEM_FIELDS =
      Arrays.stream(ItemKey.values()).map(ItemKey::fieldName).toList();

  private static final List<String> OTHER_FIELDS = List.of("", "more", "tags", "nlink", "deleted");

  private static final List<String> CONFIG =
      List.of("tam_required", "feature_flags", "more", "append_only");

  private final Random random = new Random(20_261_121);

  private static byte[] filled(int length, int with) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }

  @Test
  void what_is_read_here_every_borg_reads(@TempDir Path directory) throws IOException {
    BorgReaders readers = new BorgReaders();
    for (int round = 0; round < ROUNDS; round++) {
      manifest(readers, "manifest of round " + round);
      archive(readers, "archive of round " + round);
      items(readers, "items of round " + round);
    }
    assertThat(readers.size()).as("structures that are read").isBetween(ROUNDS / 4, 3 * ROUNDS - 1);
    for (RealBorg borg : RealBorg.all()) {
      Path home = Files.createDirectory(directory.resolve(borg.version()));
      assertThat(readers.refusedBy(borg, home))
          .as("what borg %s cannot take", borg.version())
          .isEmpty();
    }
  }

  private void manifest(BorgReaders readers, String name) {
    Map<Raw, Value> fields =
        changed(Forged.manifest(archives(), config()).build(), List.of("item_keys", "version"));
    Value.MapBuilder manifest = Value.Map.builder();
    fields.forEach(manifest::put);
    byte[] packed =
        random.nextInt(4) == 0
            ? Forged.packed(manifest, "more", anything())
            : Forged.packed(manifest);
    byte[] object = Forged.reproven(packed);
    try {
      if (Manifest.read(object, Key.none()).exact()) {
        readers.add(Kind.MANIFEST, name, object);
      }
    } catch (RefusedException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  private Value.Map archives() {
    Value.Map entry = Forged.archive("2026-11-20T11:17:15.000042");
    Value.MapBuilder archives = Value.Map.builder();
    for (int i = random.nextInt(3); i > 0; i--) {
      Value.MapBuilder changed = Value.Map.builder();
      changed(entry, List.of("id", "time")).forEach(changed::put);
      archives.put("a" + i, changed.build());
    }
    return archives.build();
  }

  private Value.MapBuilder config() {
    Value.MapBuilder config = Value.Map.builder();
    if (random.nextBoolean()) {
      config.put(CONFIG.get(1 + random.nextInt(CONFIG.size() - 1)), anything());
    }
    return config;
  }

  private void archive(BorgReaders readers, String name) {
    Value.MapBuilder archive = Value.Map.builder();
    changed(good(), ARCHIVE_FIELDS).forEach(archive::put);
    byte[] packed = MessagePackWriter.toBytes(archive.build());
    byte[] object = new byte[packed.length + 3];
    object[0] = KeyType.NONE.typeByte();
    System.arraycopy(packed, 0, object, 3, packed.length);
    try {
      ObjectId id = Key.none().idOf(packed);
      if (ArchiveMetadata.read(id, object, Key.none()).exact()) {
        readers.add(Kind.ARCHIVE, name, object);
      }
    } catch (RefusedException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  private Value.Map good() {
    Value.MapBuilder archive =
        Value.Map.builder()
            .put("version", 1)
            .put("name", "a")
            .put("items", Value.Seq.of(Raw.of(Key.none().idOf(new byte[0]).bytes())))
            .put("cmdline", Value.texts(List.of("borg", "create")))
            .put("hostname", Raw.of(new byte[] {'h', (byte) 0xff}))
            .put("username", "root")
            .put("time", "2026-11-20T11:17:15.000042");
    if (random.nextBoolean()) {
      COUNTS.forEach(count -> archive.put(count, random.nextInt(9)));
    }
    return archive.build();
  }

  private void items(BorgReaders readers, String name) {
    byte[] stream = ItemBytes.stream(item(), item());
    if (random.nextInt(4) == 0) {
      stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
    }
    try {
      ItemLog.read(stream);
      readers.add(Kind.ITEMS, name, stream);
    } catch (RefusedException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  private ItemBytes item() {
    ItemBytes item =
        switch (random.nextInt(5)) {
          case 0 -> ItemBytes.item("d", ItemBytes.DIRECTORY);
          case 1 -> ItemBytes.item("l", ItemBytes.SYMLINK).with("source", Raw.of("a"));
          case 2 -> file("b").without("chunks").with("source", Raw.of("a"));
          case 3 -> file("a").chunks(5, 70_000).with("hardlink_master", new Value.Bool(true));
          default -> file("a").chunks();
        };
    for (int edits = random.nextInt(3); edits > 0; edits--) {
      String field = ITEM_FIELDS.get(random.nextInt(ITEM_FIELDS.size()));
      if (random.nextInt(4) == 0) {
        item.without(field);
      } else {
        item.with(field, anything());
      }
    }
    return item;
  }

  /// With up to two fields that are something else, or are not there.
  private Map<Raw, Value> changed(Value.Map structure, List<String> fields) {
    Map<Raw, Value> changed = new LinkedHashMap<>(structure.entries());
    for (int edits = random.nextInt(3); edits > 0; edits--) {
      Raw field = Raw.of(fields.get(random.nextInt(fields.size())));
      switch (random.nextInt(8)) {
        case 0 -> changed.remove(field);
        case 1 ->
            changed.put(Raw.of(OTHER_FIELDS.get(random.nextInt(OTHER_FIELDS.size()))), anything());
        default -> changed.put(field, anything());
      }
    }
    return changed;
  }

  private Value anything() {
    return ANYTHING.get(random.nextInt(ANYTHING.size()));
  }
}
