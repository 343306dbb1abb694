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

final class ArchiveMetadataTest {
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
