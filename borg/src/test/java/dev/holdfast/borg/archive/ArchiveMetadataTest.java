package dev.holdfast.borg.archive;

import static dev.holdfast.borg.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.Damage;
import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Recorded;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveMetadataTest {
  private static final List<String> COUNTS =
      List.of("size", "csize", "nfiles", "size_parts", "csize_parts", "nfiles_parts");

  @ParameterizedTest
  @EnumSource
  void what_borg_wrote_is_read(KeyType type) throws RefusedException {
    Recorded recorded = Recorded.of(type);
    try (Key key = recorded.unlock()) {
      ArchiveMetadata archive = ArchiveMetadata.read(recorded.archiveId(), recorded.archive(), key);
      assertThat(archive.name()).hasToString("first");
      assertThat(archive.origin().hostname()).isEqualTo("t1");
      assertThat(archive.origin().username()).isEqualTo("root");
      assertThat(archive.origin().commandLine()).contains("create", "source");
      assertThat(archive.size().files()).isEqualTo(OptionalLong.of(1));
      assertThat(archive.size().plainBytes()).isPresent();
      assertThat(archive.items()).hasSize(1);
      assertThat(archive.end()).isAfterOrEqualTo(archive.start());
      assertThat(archive.proven()).isTrue();
    }
  }

  @Test
  void an_archive_of_an_older_borg_lacks_proof_and_counts() throws RefusedException {
    byte[] packed = MessagePackWriter.toBytes(old().build());
    ArchiveMetadata archive = read(packed);
    assertThat(archive.proven()).isFalse();
    assertThat(archive.size())
        .isEqualTo(
            new ArchiveSize(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()));
    assertThat(archive.origin().comment()).isEmpty();
    assertThat(archive.end()).isEqualTo(archive.start());
    assertThat(archive.origin().hostname()).isEqualTo("h\ufffd");
  }

  @Test
  void a_proof_that_does_not_fit_is_refused() {
    Value.Map tam =
        Value.Map.builder()
            .put("type", "HKDF_HMAC_SHA512")
            .put("hmac", Raw.of(new byte[64]))
            .put("salt", Raw.of(new byte[64]))
            .build();
    byte[] packed = MessagePackWriter.toBytes(old().put("tam", tam).build());
    refused(Refusal.NOT_AUTHENTIC, () -> read(packed));
  }

  @Test
  void items_that_are_no_ids_are_refused() {
    byte[] packed = MessagePackWriter.toBytes(archive(Value.texts(List.of("short"))).build());
    refused(Refusal.MALFORMED, () -> read(packed));
  }

  /// Borg 1.2 reads all counts if `nfiles` is there; every `--stats` ends where one is not.
  @Test
  void counts_are_there_together_or_not_at_all() throws RefusedException {
    assertThat(exact(old())).isTrue();
    assertThat(exact(counted(old(), ""))).isTrue();
    for (String count : COUNTS) {
      assertThat(exact(counted(old(), count))).isFalse();
      assertThat(exact(counted(old(), count).put(count, -1))).isFalse();
    }
  }

  private static Value.MapBuilder counted(Value.MapBuilder archive, String without) {
    COUNTS.stream().filter(name -> !name.equals(without)).forEach(name -> archive.put(name, 1));
    return archive;
  }

  @ParameterizedTest
  @ValueSource(strings = {"hostname", "username", "comment", "cwd"})
  void texts_are_texts(String field) throws RefusedException {
    assertThat(exact(with(field, Raw.of("text")))).isTrue();
    assertThat(exact(with(field, Raw.of(new byte[CreatedArchive.RAW_BYTES_MAX])))).isTrue();
    assertThat(exact(with(field, Raw.of(new byte[CreatedArchive.RAW_BYTES_MAX + 1])))).isFalse();
    if (field.equals("cwd")) {
      assertThat(exact(with(field, Value.Seq.of()))).isFalse();
    } else {
      assertThat(exact(with(field, new Value.Nil()))).isFalse();
    }
  }

  @Test
  void words_of_the_command_line_are_as_short_as_other_texts() throws RefusedException {
    String word = "x".repeat(CreatedArchive.RAW_BYTES_MAX);
    assertThat(exact(with("cmdline", Value.texts(List.of(word))))).isTrue();
    assertThat(exact(with("cmdline", Value.texts(List.of(word + "x"))))).isFalse();
  }

  @Test
  void parameters_of_the_chunker_are_borgs() throws RefusedException {
    Value one = new Value.Int(1);
    Value buzhash = Raw.of("buzhash");
    Value fixed = Raw.of("fixed");
    for (Value good :
        List.of(
            Value.Seq.of(one, one, one, one),
            Value.Seq.of(buzhash, one, one, one, one),
            Value.Seq.of(fixed, one, one))) {
      assertThat(exact(with("chunker_params", good))).isTrue();
    }
    for (Value bad :
        List.of(
            Value.Seq.of(),
            new Value.Nil(),
            Value.Seq.of(one),
            Value.Seq.of(one, one, one, fixed),
            Value.Seq.of(buzhash),
            Value.Seq.of(buzhash, one, one, one),
            Value.Seq.of(fixed, one, one, one),
            Value.Seq.of(Raw.of("new"), one, one, one, one))) {
      assertThat(exact(with("chunker_params", bad))).isFalse();
    }
  }

  @Test
  void an_archive_without_a_host_or_user_is_not_exact() throws RefusedException {
    for (String field : List.of("hostname", "username")) {
      assertThat(exact(without(field))).isFalse();
    }
  }

  private static Value.MapBuilder with(String field, Value value) {
    return without(field).put(field, value);
  }

  private static Value.MapBuilder without(String field) {
    Value.MapBuilder others = Value.Map.builder();
    old()
        .build()
        .entries()
        .forEach((name, value) -> {
          if (!name.equals(Raw.of(field))) {
            others.put(name, value);
          }
        });
    return others;
  }

  private static boolean exact(Value.MapBuilder archive) throws RefusedException {
    return read(MessagePackWriter.toBytes(archive.build())).exact();
  }

  /// What a target with the key may store: any structure, under the id that fits it.
  @Test
  void damage_under_an_id_that_fits_never_does_more_than_be_refused() {
    byte[] good = MessagePackWriter.toBytes(old().put("nfiles", 7).put("comment", "c").build());
    Damage damage = new Damage(11);
    int read = 0;
    for (int round = 0; round < 10_000; round++) {
      byte[] bad = round % 8 == 0 ? damage.noise(100) : damage.inflict(good);
      try {
        assertThat(read(bad).items()).hasSizeLessThan(2);
        read++;
      } catch (RefusedException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
    assertThat(read).isPositive();
  }

  private static Value.MapBuilder old() {
    return archive(Value.Seq.of(Raw.of(new byte[32])));
  }

  private static Value.MapBuilder archive(Value items) {
    return Value.Map.builder()
        .put("version", 1)
        .put("name", "old")
        .put("items", items)
        .put("cmdline", Value.texts(List.of("borg", "create")))
        .put("hostname", Raw.of(new byte[] {'h', (byte) 0xff}))
        .put("username", "root")
        .put("time", "2014-11-20T11:17:15.000042");
  }

  private static ArchiveMetadata read(byte[] packed) throws RefusedException {
    byte[] object = new byte[packed.length + 3];
    object[0] = KeyType.NONE.typeByte();
    System.arraycopy(packed, 0, object, 3, packed.length);
    ObjectId id = Key.none().idOf(packed);
    return ArchiveMetadata.read(id, object, Key.none());
  }
}
