package dev.holdfast.wire;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Many byte strings as long as ids are. They lie side by side, half as large, and are a [Raw] each
/// only while somebody looks at it. Changed by the parser alone, until it hands them on.
final class EqualRaws extends AbstractList<Value> {
  private static final int LENGTH = 32;
  private static final int BLOCK = 1024;

  private final List<byte[]> blocks = new ArrayList<>();
  private int size;

  static boolean mayHold(Value value) {
    return value instanceof Raw raw && raw.size() == LENGTH;
  }

  void append(Raw raw) {
    if (size % BLOCK == 0) {
      blocks.add(new byte[BLOCK * LENGTH]);
    }
    System.arraycopy(raw.toByteArray(), 0, blocks.getLast(), size % BLOCK * LENGTH, LENGTH);
    size++;
  }

  @Override
  public Value get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    int from = index % BLOCK * LENGTH;
    return Raw.wrap(Arrays.copyOfRange(blocks.get(index / BLOCK), from, from + LENGTH));
  }

  @Override
  public int size() {
    return size;
  }
}
