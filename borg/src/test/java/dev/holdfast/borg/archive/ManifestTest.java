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
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ManifestTest {
  private static final String TIME = "2026-11-20T11:17:15.000042";

  @ParameterizedTest
  @EnumSource
  void what_borg_wrote_is_read(KeyType type) throws RefusedException {
    Recorded recorded = Recorded.of(type);
    try (Key key = recorded.unlock()) {
      Manifest manifest = Manifest.read(recorded.manifest(), key);
      assertThat(manifest.archives())
          .extracting(entry -> entry.name().value())
          .containsExactly("first", "second.checkpoint");
      assertThat(manifest.archives().getFirst().id()).isEqualTo(recorded.archiveId());
      assertThat(manifest.config().get("tam_required").isPresent()).isEqualTo(type != KeyType.NONE);
      assertThat(manifest.itemKeys()).contains("path", "chunks").hasSizeGreaterThan(10);
      assertThat(manifest.timestamp()).isAfter(manifest.archives().getLast().time());
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_damaged_manifest_is_refused(KeyType type) throws RefusedException {
    Recorded recorded = Recorded.of(type);
    Damage damage = new Damage(11);
    try (Key key = recorded.unlock()) {
      ObjectId digest = Manifest.read(recorded.manifest(), key).digest();
      for (int round = 0; round < 500; round++) {
        byte[] bad = damage.inflict(recorded.manifest());
        try {
          // A bit that compression does not use may change; nothing that was meant may.
          assertThat(Manifest.read(bad, key).digest()).isEqualTo(digest);
          assertThat(type.encrypts()).isFalse();
        } catch (RefusedException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    }
  }

  @Test
  void a_manifest_without_proof_is_refused() throws RefusedException {
    byte[] object = Forged.stored(Forged.manifest().build());
    refused(Refusal.NOT_AUTHENTIC, () -> Manifest.read(object, Key.none()));
  }

  @Test
  void a_proof_made_with_another_key_is_refused() throws RefusedException {
    byte[] forged = Forged.proven(Forged.manifest());
    forged[0] = KeyType.AUTHENTICATED.typeByte();
    try (Key key = Recorded.of(KeyType.AUTHENTICATED).unlock()) {
      refused(Refusal.NOT_AUTHENTIC, () -> Manifest.read(forged, key));
    }
  }

  @Test
  void an_archives_proof_is_no_manifests_proof() throws RefusedException {
    Recorded recorded = Recorded.of(KeyType.REPOKEY);
    try (Key key = recorded.unlock()) {
      refused(Refusal.NOT_AUTHENTIC, () -> Manifest.read(recorded.archive(), key));
    }
  }

  @Test
  void archives_are_ordered_by_time_then_by_name() throws RefusedException {
    Value.Map archives =
        Value.Map.builder()
            .put("late", Forged.archive("2026-11-21T00:00:00.000000"))
            .put("b", Forged.archive(TIME))
            .put("a", Forged.archive(TIME))
            .build();
    Manifest manifest =
        Manifest.read(Forged.proven(Forged.manifest(archives, Value.Map.builder())), Key.none());
    assertThat(manifest.archives())
        .extracting(entry -> entry.name().value())
        .containsExactly("a", "b", "late");
  }

  @Test
  void a_mandatory_feature_is_refused_and_an_optional_one_is_not() throws RefusedException {
    Value.Map wanted = Value.Map.builder().put("mandatory", Value.texts(List.of("new"))).build();
    refused(Refusal.UNKNOWN_FEATURE, () -> Manifest.read(withFeatures(wanted), Key.none()));
    Value.Map unwanted = Value.Map.builder().put("mandatory", Value.texts(List.of())).build();
    assertThat(Manifest.read(withFeatures(unwanted), Key.none()).archives()).isEmpty();
  }

  private static byte[] withFeatures(Value.Map features) {
    Value.Map flags = Value.Map.builder().put("read", features).build();
    return Forged.proven(
        Forged.manifest(
            Value.Map.builder().build(), Value.Map.builder().put("feature_flags", flags)));
  }

  /// Borg 1.2 reads all of a manifest with limits of its own, and nothing works where it cannot.
  @Test
  void a_proof_has_three_fields() {
    refused(Refusal.MALFORMED, () -> Manifest.read(withProof("more", Raw.of("x")), Key.none()));
    refused(Refusal.MALFORMED, () -> Manifest.read(withProof("", list(0)), Key.none()));
  }

  private static byte[] withProof(String field, Value value) {
    return Forged.reproven(Forged.packed(Forged.manifest(), field, value));
  }

  private static Value list(int length) {
    return Value.texts(Collections.nCopies(length, "x"));
  }

  @Test
  void a_byte_string_has_at_most_255_bytes() throws RefusedException {
    assertThat(configured(Raw.of(new byte[255])).archives()).isEmpty();
    refused(Refusal.MALFORMED, () -> configured(Raw.of(new byte[256])));
    Value key = Value.Map.builder().put("k".repeat(256), 1).build();
    refused(Refusal.MALFORMED, () -> configured(key));
  }

  @Test
  void a_list_has_at_most_100_elements() throws RefusedException {
    assertThat(configured(list(100)).archives()).isEmpty();
    refused(Refusal.TOO_LARGE, () -> configured(list(101)));
    refused(Refusal.TOO_LARGE, () -> configured(Value.Seq.of(list(101))));
    refused(
        Refusal.TOO_LARGE, () -> configured(Value.Map.builder().put("deep", list(101)).build()));
    refused(
        Refusal.TOO_LARGE,
        () -> Manifest.read(Forged.proven(Forged.manifest(list(101))), Key.none()));
  }

  private static Manifest configured(Value value) throws RefusedException {
    return Manifest.read(
        Forged.proven(
            Forged.manifest(
                Value.Map.builder().build(), Value.Map.builder().put("setting", value))),
        Key.none());
  }

  @Test
  void an_archive_that_forges_output_is_refused() {
    Value.Map archives = Value.Map.builder().put("a\u001b[2J", Forged.archive(TIME)).build();
    byte[] object = Forged.proven(Forged.manifest(archives, Value.Map.builder()));
    refused(Refusal.MALFORMED, () -> Manifest.read(object, Key.none()));
  }

  @Test
  void other_versions_are_refused_in_words() {
    byte[] object = Forged.proven(Forged.manifest(2));
    assertThat(refused(Refusal.UNSUPPORTED, () -> Manifest.read(object, Key.none())))
        .contains("version 2");
  }

  /// Whoever holds the key of a repository of the mode `none` is everybody, so all shapes come.
  @Test
  void damage_under_a_valid_proof_never_does_more_than_be_refused() {
    Value.Map archives = Value.Map.builder().put("a", Forged.archive(TIME)).build();
    byte[] good = Forged.packed(Forged.manifest(archives, Value.Map.builder()));
    Damage damage = new Damage(5);
    int read = 0;
    for (int round = 0; round < 5000; round++) {
      byte[] bad = Forged.reproven(damage.inflict(good));
      try {
        read += Manifest.read(bad, Key.none()).archives().size();
      } catch (RefusedException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
    assertThat(read).isPositive();
  }
}
