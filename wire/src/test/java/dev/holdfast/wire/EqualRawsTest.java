package dev.holdfast.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EqualRawsTest {
  private static Raw id(int number) {
    return Raw.of(ByteBuffer.allocate(32).putInt(number).array());
  }

  private static List<Value> read(List<Value> written) throws WireException {
    byte[] packed = MessagePackWriter.toBytes(new Value.Seq(written));
    Value read = MessagePackReader.read(List.of(ByteBuffer.wrap(packed)), WireLimits.replies());
    assertThat(read).isEqualTo(new Value.Seq(written)).hasSameHashCodeAs(new Value.Seq(written));
    return ((Value.Seq) read).items();
  }

  private static List<Value> ids(int count) {
    List<Value> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(id(i));
    }
    return ids;
  }

  @Test
  void many_ids_are_what_was_written() throws WireException {
    List<Value> read = read(ids(5_000));
    assertThat(read).isInstanceOf(EqualRaws.class).hasSize(5_000);
    assertThat(read.get(4_999)).isEqualTo(id(4_999));
    assertThatThrownBy(() -> read.get(5_000)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> read.add(id(1))).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> read.set(0, id(1))).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void what_is_no_id_may_stand_anywhere_between_them() throws WireException {
    for (int at : new int[] {0, 1, 1_023, 1_024, 1_999}) {
      List<Value> mixed = ids(2_000);
      mixed.set(at, new Value.Int(7));
      assertThat(read(mixed)).hasSize(2_000).contains(new Value.Int(7));
    }
  }
}
