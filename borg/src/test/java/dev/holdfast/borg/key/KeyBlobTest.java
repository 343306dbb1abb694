package dev.holdfast.borg.key;

import static dev.holdfast.borg.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.Damage;
import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Recorded;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KeyBlobTest {
  private static final Recorded REPOKEY = Recorded.of(KeyType.REPOKEY);

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void the_right_passphrase_unlocks(KeyType type) throws RefusedException {
    try (Key key = Recorded.of(type).unlock()) {
      assertThat(key.type()).isEqualTo(type);
      assertThat(key).hasToString("Key[" + type.borgName() + ", redacted]");
    }
  }

  @Test
  void any_other_passphrase_does_not() throws RefusedException {
    KeyBlob blob = KeyText.parse(REPOKEY.keyText()).blob();
    for (String wrong : new String[] {"", "recorded for test", "recorded for tests "}) {
      refused(
          Refusal.WRONG_PASSPHRASE,
          () ->
              blob.unlock(
                  KeyType.REPOKEY, REPOKEY.repository(), wrong.getBytes(StandardCharsets.UTF_8)));
    }
    refused(
        Refusal.WRONG_PASSPHRASE,
        () -> blob.unlock(KeyType.REPOKEY, REPOKEY.repository(), new byte[] {(byte) 0xff}));
  }

  @Test
  void a_key_is_for_its_own_repository_and_mode_only() throws RefusedException {
    KeyBlob blob = KeyText.parse(REPOKEY.keyText()).blob();
    refused(
        Refusal.WRONG_REPOSITORY,
        () -> blob.unlock(KeyType.REPOKEY, ObjectId.MANIFEST, Recorded.passphrase()));
    refused(
        Refusal.MALFORMED,
        () -> blob.unlock(KeyType.REPOKEY_BLAKE2, REPOKEY.repository(), Recorded.passphrase()));
    refused(
        Refusal.WRONG_KEY_TYPE,
        () -> blob.unlock(KeyType.NONE, REPOKEY.repository(), Recorded.passphrase()));
  }

  @Test
  void a_closed_key_opens_nothing() throws RefusedException {
    Key key = REPOKEY.unlock();
    key.close();
    key.close();
    assertThatThrownBy(() -> key.open(REPOKEY.manifest(), 10_000))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> key.idOf(new byte[0])).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void the_exported_text_is_that_of_borg(KeyType type) throws RefusedException {
    Recorded recorded = Recorded.of(type);
    KeyText text = KeyText.parse(recorded.keyText());
    assertThat(text.text()).isEqualTo(recorded.keyText());
    assertThat(text.repository()).isEqualTo(recorded.repository());
    assertThat(KeyText.parse(text.text().replace("\n", "\r\n")).blob().fingerprint())
        .isEqualTo(text.blob().fingerprint())
        .hasSize(64);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void the_same_key_opens_with_a_new_passphrase_and_with_no_other(KeyType type)
      throws RefusedException {
    Recorded recorded = Recorded.of(type);
    byte[] once = "only once".getBytes(StandardCharsets.UTF_8);
    KeyBlob blob = KeyText.parse(recorded.keyText()).blob();
    KeyBlob relocked;
    try (OpenKeyBlob open = blob.open(Recorded.passphrase())) {
      relocked = open.locked(once, new byte[32], 3);
    }
    try (Key old = recorded.unlock();
        Key same = KeyBlob.parse(relocked.text()).unlock(type, recorded.repository(), once)) {
      assertThat(same.idOf(once)).isEqualTo(old.idOf(once));
      assertThat(same.open(recorded.manifest(), 1 << 20))
          .isEqualTo(old.open(recorded.manifest(), 1 << 20));
    }
    refused(
        Refusal.WRONG_PASSPHRASE,
        () -> relocked.unlock(type, recorded.repository(), Recorded.passphrase()));
    refused(Refusal.WRONG_PASSPHRASE, () -> blob.open(once));
  }

  @Test
  void text_that_is_no_key_is_refused() {
    refused(Refusal.NO_KEY, () -> KeyBlob.parse(" \n"));
    refused(Refusal.MALFORMED, () -> KeyBlob.parse("not base64!"));
    refused(Refusal.MALFORMED, () -> KeyBlob.parse("AAAA"));
    refused(Refusal.TOO_LARGE, () -> KeyBlob.parse("A".repeat(KeyBlob.TEXT_CHARS_MAX + 1)));
    refused(Refusal.MALFORMED, () -> KeyText.parse("BORG_KEY"));
    refused(Refusal.MALFORMED, () -> KeyText.parse("BORG_KEY 00\nAAAA"));
    refused(Refusal.MALFORMED, () -> KeyText.parse("BORG PAPER KEY v1\nid: 2"));
  }

  @Test
  void an_absurd_amount_of_work_is_refused() {
    refused(Refusal.TOO_LARGE, () -> KeyBlob.parse(blob("sha256", KeyBlob.ITERATIONS_MAX + 1L)));
    refused(Refusal.TOO_LARGE, () -> KeyBlob.parse(blob("sha256", 0)));
    refused(Refusal.UNSUPPORTED, () -> KeyBlob.parse(blob("argon2 chacha20-poly1305", 100_000)));
  }

  private static String blob(String algorithm, long iterations) {
    Value.Map map =
        Value.Map.builder()
            .put("version", 1)
            .put("salt", Raw.of(new byte[32]))
            .put("iterations", iterations)
            .put("algorithm", algorithm)
            .put("hash", Raw.of(new byte[32]))
            .put("data", Raw.of(new byte[200]))
            .build();
    return Base64.getEncoder().encodeToString(MessagePackWriter.toBytes(map));
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void damaged_text_is_refused_or_another_key(KeyType type) {
    byte[] good = Recorded.of(type).keyText().getBytes(StandardCharsets.UTF_8);
    Damage damage = new Damage(type.typeByte());
    for (int round = 0; round < 2000; round++) {
      byte[] bad = round % 8 == 0 ? damage.noise(300) : damage.inflict(good);
      for (String text :
          new String[] {
            new String(bad, StandardCharsets.UTF_8), new String(bad, StandardCharsets.ISO_8859_1)
          }) {
        try {
          assertThat(KeyText.parse(text).blob().fingerprint()).hasSize(64);
        } catch (RefusedException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    }
  }

  @Test
  void a_damaged_blob_is_refused_or_opens_nothing() throws RefusedException {
    byte[] good = Base64.getMimeDecoder().decode(KeyText.parse(REPOKEY.keyText()).blob().text());
    Damage damage = new Damage(3);
    int parsed = 0;
    for (int round = 0; round < 2000; round++) {
      String bad = Base64.getEncoder().encodeToString(damage.inflict(good));
      try {
        KeyBlob blob = KeyBlob.parse(bad);
        parsed++;
        if (parsed <= 20) {
          assertThatThrownBy(
                  () -> blob.unlock(KeyType.REPOKEY, REPOKEY.repository(), Recorded.passphrase()))
              .isInstanceOf(RefusedException.class);
        }
      } catch (RefusedException e) {
        assertThat(e.refusal()).isNotEqualTo(Refusal.WRONG_PASSPHRASE);
      }
    }
    assertThat(parsed).isPositive();
  }
}
