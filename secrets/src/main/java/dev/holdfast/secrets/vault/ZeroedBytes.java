package dev.holdfast.secrets.vault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that grow; an array that became too small is zeroed.
final class ZeroedBytes {
  private byte[] bytes;
  private int length;

  ZeroedBytes(int capacity) {
    this.bytes = new byte[capacity];
  }

  void add(int one) {
    if (length == bytes.length) {
      var larger = Arrays.copyOf(bytes, 2 * length);
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    }
    bytes[length++] = (byte) one;
  }

  void addAscii(String text) {
    for (var i = 0; i < text.length(); i++) {
      add(text.charAt(i));
    }
  }

  /// One character as UTF-8.
  void addCharacter(int codePoint) {
    for (var one : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
      add(one);
    }
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  void zero() {
    Arrays.fill(bytes, (byte) 0);
    length = 0;
  }
}
