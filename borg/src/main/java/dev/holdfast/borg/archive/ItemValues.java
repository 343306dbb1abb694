package dev.holdfast.borg.archive;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.TokenReader;
import dev.holdfast.wire.TokenReader.Kind;
import dev.holdfast.wire.Value;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Values of an item's fields, each in its exact shape. Those that are lists or maps are read
/// elsewhere.
final class ItemValues {
  private static final long MODE_MAX = 0177777;
  private static final long OWNER_MAX = 0xffff_ffffL;

  /// Times that do not fit into 63 bits are stored as little-endian bytes.
  private static final int LONG_TIME_BYTES_MIN = 8;

  private static final int LONG_TIME_BYTES_MAX = 16;

  private static final BigInteger SECOND_NANOS = BigInteger.valueOf(1_000_000_000);

  private static final byte[] USER = "user".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GROUP = "group".getBytes(StandardCharsets.US_ASCII);

  private ItemValues() {}

  static Value of(ItemKey key, TokenReader token) throws RefusedException {
    return switch (key.shape()) {
      case PATH -> path(key, text(key, token));
      case TEXT -> text(key, token);
      case NAME_OR_NIL -> token.kind() == Kind.NIL ? new Value.Nil() : name(key, token);
      case BYTES -> raw(key, token);
      case ACL -> acl(key, token);
      case MODE -> number(key, token, 0, MODE_MAX);
      // The owner 2^32 - 1 is -1 where Borg learns it.
      case OWNER -> number(key, token, -1, OWNER_MAX);
      case COUNT -> number(key, token, 0, Long.MAX_VALUE);
      case TIME -> time(key, token);
      case TRUTH -> truth(key, token);
      case CHUNKS, ATTRIBUTES -> throw new IllegalArgumentException(key + " is no single value");
    };
  }

  /// A path that stays below where it starts.
  static Value path(ItemKey key, Raw path) throws RefusedException {
    byte[] bytes = path.toByteArray();
    if (bytes.length == 1 && bytes[0] == '.') {
      return path;
    }
    int start = 0;
    for (int at = 0; at <= bytes.length; at++) {
      if (at == bytes.length || bytes[at] == '/') {
        if (isNoPart(bytes, start, at)) {
          throw wrong(key, "a relative path without empty parts, '.' and '..'");
        }
        start = at + 1;
      }
    }
    return path;
  }

  private static boolean isNoPart(byte[] path, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return true;
    }
    return length <= 2 && path[start] == '.' && path[end - 1] == '.';
  }

  private static Raw text(ItemKey key, TokenReader token) throws RefusedException {
    Raw text = raw(key, token);
    if (text.size() > ItemLimits.TEXT_BYTES_MAX) {
      throw wrong(key, "at most " + ItemLimits.TEXT_BYTES_MAX + " bytes long");
    }
    for (byte each : token.raw()) {
      if (each == 0) {
        throw wrong(key, "free of zero bytes");
      }
    }
    return text;
  }

  private static Raw raw(ItemKey key, TokenReader token) throws RefusedException {
    if (token.kind() != Kind.RAW) {
      throw wrong(key, "a byte string");
    }
    return Raw.of(token.raw());
  }

  private static Value number(ItemKey key, TokenReader token, long min, long max)
      throws RefusedException {
    if (token.kind() == Kind.INT && token.number() >= min && token.number() <= max) {
      return new Value.Int(token.number());
    }
    throw wrong(key, "a number from " + min + " to " + max);
  }

  private static Value time(ItemKey key, TokenReader token) throws RefusedException {
    if (token.kind() == Kind.INT) {
      return new Value.Int(token.number());
    }
    Raw time = raw(key, token);
    if (time.size() < LONG_TIME_BYTES_MIN
        || time.size() > LONG_TIME_BYTES_MAX
        || !isSeconds(time.toByteArray())) {
      throw wrong(key, "a time");
    }
    return time;
  }

  /// Whether they are seconds of 64 bits: Borg ends in the middle of a restore over others.
  private static boolean isSeconds(byte[] littleEndianNanos) {
    byte[] bigEndian = new byte[littleEndianNanos.length];
    for (int at = 0; at < bigEndian.length; at++) {
      bigEndian[at] = littleEndianNanos[bigEndian.length - 1 - at];
    }
    BigInteger nanos = new BigInteger(bigEndian);
    BigInteger[] parts = nanos.divideAndRemainder(SECOND_NANOS);
    BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    return floor.bitLength() < Long.SIZE;
  }

  /// Borg looks an empty name up, too, and ends in the middle of a restore.
  private static Raw name(ItemKey key, TokenReader token) throws RefusedException {
    Raw name = text(key, token);
    if (name.size() == 0) {
      throw wrong(key, "a name or nil");
    }
    return name;
  }

  /// Lines that Borg can take apart; it ends in the middle of a restore over others.
  private static Raw acl(ItemKey key, TokenReader token) throws RefusedException {
    Raw acl = raw(key, token);
    if (!isAcl(token.raw())) {
      throw wrong(key, "an access control list");
    }
    return acl;
  }

  /// Takes nothing apart: a list may be millions of lines.
  private static boolean isAcl(byte[] lines) {
    int start = 0;
    for (int at = 0; at <= lines.length; at++) {
      if (at == lines.length || lines[at] == '\n') {
        if (!isAclEntry(lines, start, at)) {
          return false;
        }
        start = at + 1;
      } else if (lines[at] == 0) {
        return false;
      }
    }
    return true;
  }

  /// An entry for a user or group that has a name has its number as the fourth part.
  private static boolean isAclEntry(byte[] lines, int start, int end) {
    int first = colon(lines, start, end);
    if (!is(USER, lines, start, first) && !is(GROUP, lines, start, first)) {
      return true;
    }
    if (first == end) {
      return false;
    }
    int second = colon(lines, first + 1, end);
    boolean hasName = second > first + 1;
    return !hasName || (second < end && colon(lines, second + 1, end) < end);
  }

  private static boolean is(byte[] word, byte[] lines, int start, int end) {
    return Arrays.equals(word, 0, word.length, lines, start, end);
  }

  /// @return `end` if there is none
  private static int colon(byte[] lines, int from, int end) {
    for (int at = from; at < end; at++) {
      if (lines[at] == ':') {
        return at;
      }
    }
    return end;
  }

  private static Value truth(ItemKey key, TokenReader token) throws RefusedException {
    if (token.kind() != Kind.BOOL) {
      throw wrong(key, "true or false");
    }
    return new Value.Bool(token.number() == 1);
  }

  static RefusedException wrong(ItemKey key, String expected) {
    return RefusedException.malformed("an item's " + key.fieldName() + " is not " + expected);
  }
}
