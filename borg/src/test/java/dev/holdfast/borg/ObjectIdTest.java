package dev.holdfast.borg;

import static dev.holdfast.borg.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ObjectIdTest {
  private static final String HEX =
      "00ff102030405060708090a0b0c0d0e0f0112233445566778899aabbccddeeff";

  @Test
  void an_id_is_its_bytes_and_its_digits() throws RefusedException {
    ObjectId id = ObjectId.parseHex(HEX);
    assertThat(id.hex()).isEqualTo(HEX).isEqualTo(id.toString());
    assertThat(ObjectId.parse(id.bytes())).isEqualTo(id).hasSameHashCodeAs(id);
    assertThat(ObjectId.MANIFEST.hex()).isEqualTo("0".repeat(64));
  }

  @Test
  void other_lengths_and_other_digits_are_refused() {
    refused(Refusal.MALFORMED, () -> ObjectId.parse(new byte[31]));
    refused(Refusal.MALFORMED, () -> ObjectId.parse(new byte[33]));
    refused(Refusal.MALFORMED, () -> ObjectId.parseHex(HEX.substring(1)));
    refused(Refusal.MALFORMED, () -> ObjectId.parseHex(HEX.replace('f', 'g')));
    assertThatThrownBy(() -> ObjectId.ofDigest(new byte[20]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ids_are_ordered_by_their_unsigned_bytes() throws RefusedException {
    ObjectId high = ObjectId.parseHex("ff" + "00".repeat(31));
    ObjectId last = ObjectId.parseHex("00".repeat(31) + "ff");
    assertThat(ObjectId.MANIFEST).isLessThan(last).isLessThan(high);
    assertThat(last).isLessThan(high).isEqualByComparingTo(last);
  }
}
