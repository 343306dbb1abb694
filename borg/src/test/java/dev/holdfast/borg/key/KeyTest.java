package dev.holdfast.borg.key;

import static dev.holdfast.borg.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Recorded;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KeyTest {
  private static final int MAX = 10_000;

  @ParameterizedTest
  @EnumSource
  void an_object_is_what_its_id_names(KeyType type) throws RefusedException {
    Recorded recorded = Recorded.of(type);
    try (Key key = recorded.unlock()) {
      byte[] plain = key.open(recorded.archiveId(), recorded.archive(), MAX);
      assertThat(key.idOf(plain)).isEqualTo(recorded.archiveId());
      refused(Refusal.WRONG_ID, () -> key.open(ObjectId.MANIFEST, recorded.archive(), MAX));
      refused(Refusal.WRONG_ID, () -> key.open(recorded.archiveId(), recorded.manifest(), MAX));
      refused(Refusal.TOO_LARGE, () -> key.open(recorded.archive(), plain.length - 1));
    }
  }

  /// The first byte is protected by nothing, so the pin has to hold.
  @ParameterizedTest
  @EnumSource
  void an_object_of_another_mode_is_refused(KeyType type) throws RefusedException {
    Recorded recorded = Recorded.of(type);
    try (Key key = recorded.unlock()) {
      for (KeyType other : KeyType.values()) {
        byte[] object = recorded.archive();
        object[0] = other.typeByte();
        if (other != type) {
          refused(Refusal.WRONG_KEY_TYPE, () -> key.open(object, MAX));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void no_bit_of_an_object_can_be_turned_unseen(KeyType type) throws RefusedException {
    Recorded recorded = Recorded.of(type);
    byte[] good = recorded.archive();
    try (Key key = recorded.unlock()) {
      byte[] plain = key.open(good, MAX);
      for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
        byte[] bad = good.clone();
        bad[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        try {
          // Bits of a compressed stream may mean nothing; the content must be the same then.
          assertThat(key.open(recorded.archiveId(), bad, MAX)).isEqualTo(plain);
          assertThat(type.encrypts()).isFalse();
        } catch (RefusedException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    }
  }

  @Test
  void another_repositorys_object_is_not_authentic() throws RefusedException {
    Recorded mine = Recorded.of(KeyType.REPOKEY);
    Recorded theirs = Recorded.of(KeyType.KEYFILE);
    byte[] object = theirs.archive();
    object[0] = KeyType.REPOKEY.typeByte();
    try (Key key = mine.unlock()) {
      refused(Refusal.NOT_AUTHENTIC, () -> key.open(object, MAX));
    }
  }

  @Test
  void the_old_passphrase_mode_and_unknown_modes_are_refused_in_words() {
    assertThat(refused(Refusal.UNSUPPORTED, () -> KeyType.ofObject(new byte[] {1, 0})))
        .contains("borg key migrate-to-repokey");
    assertThat(refused(Refusal.UNSUPPORTED, () -> KeyType.ofObject(new byte[] {0x30})))
        .contains("30");
    refused(Refusal.MALFORMED, () -> KeyType.ofObject(new byte[0]));
  }

  @ParameterizedTest
  @EnumSource(names = {"KEYFILE", "REPOKEY", "KEYFILE_BLAKE2", "REPOKEY_BLAKE2"})
  void an_object_cut_short_is_refused(KeyType type) throws RefusedException {
    try (Key key = Recorded.of(type).unlock()) {
      refused(Refusal.MALFORMED, () -> key.open(new byte[] {type.typeByte(), 1, 2, 3}, MAX));
    }
  }
}
