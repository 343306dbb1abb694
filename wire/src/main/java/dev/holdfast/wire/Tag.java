package dev.holdfast.wire;

import dev.holdfast.wire.WireException.Reason;
import java.nio.ByteBuffer;

/// The first byte of a MessagePack value, in the dialect before bin and str8 were invented.
final class Tag {
  static final int NIL = 0xc0;
  static final int FALSE = 0xc2;
  static final int TRUE = 0xc3;
  static final int FLOAT32 = 0xca;
  static final int FLOAT64 = 0xcb;
  static final int UINT8 = 0xcc;
  static final int UINT16 = 0xcd;
  static final int UINT32 = 0xce;
  static final int UINT64 = 0xcf;
  static final int INT8 = 0xd0;
  static final int INT16 = 0xd1;
  static final int INT32 = 0xd2;
  static final int INT64 = 0xd3;
  static final int RAW8 = 0xd9;
  static final int RAW16 = 0xda;
  static final int RAW32 = 0xdb;
  static final int SEQ16 = 0xdc;
  static final int SEQ32 = 0xdd;
  static final int MAP16 = 0xde;
  static final int MAP32 = 0xdf;
  static final int FIXMAP = 0x80;
  static final int FIXSEQ = 0x90;
  static final int FIXRAW = 0xa0;

  enum Kind {
    NIL,
    BOOL,
    INT,
    UNSIGNED,
    FLOAT32,
    FLOAT64,
    RAW,
    SEQ,
    MAP
  }

  private Tag() {}

  /// How many bytes follow the tag before the value's content starts.
  static int extraBytes(int tag, long offset) throws WireException {
    if (tag < NIL || tag >= 0xe0) {
      return 0;
    }
    return switch (tag) {
      case NIL, FALSE, TRUE -> 0;
      case UINT8, INT8, RAW8 -> 1;
      case UINT16, INT16, RAW16, SEQ16, MAP16 -> 2;
      case UINT32, INT32, RAW32, SEQ32, MAP32, FLOAT32 -> 4;
      case UINT64, INT64, FLOAT64 -> 8;
      case 0xc4, 0xc5, 0xc6 -> throw new WireException(Reason.BIN, offset, "a bin value");
      case 0xc1 -> throw new WireException(Reason.RESERVED, offset, "the byte c1");
      default -> throw new WireException(Reason.EXTENSION, offset, "an extension value");
    };
  }

  static Kind kind(int tag) {
    if (tag < FIXMAP || tag >= 0xe0) {
      return Kind.INT;
    }
    if (tag < NIL) {
      return tag < FIXSEQ ? Kind.MAP : tag < FIXRAW ? Kind.SEQ : Kind.RAW;
    }
    return switch (tag) {
      case NIL -> Kind.NIL;
      case FALSE, TRUE -> Kind.BOOL;
      case FLOAT32 -> Kind.FLOAT32;
      case FLOAT64 -> Kind.FLOAT64;
      case UINT8, UINT16, UINT32, UINT64 -> Kind.UNSIGNED;
      case INT8, INT16, INT32, INT64 -> Kind.INT;
      case RAW8, RAW16, RAW32 -> Kind.RAW;
      case SEQ16, SEQ32 -> Kind.SEQ;
      case MAP16, MAP32 -> Kind.MAP;
      default -> throw new IllegalArgumentException("tag " + tag);
    };
  }

  /// The number in a complete header: a value, a length or a count.
  static long number(ByteBuffer head) {
    int tag = head.get(0) & 0xff;
    if (tag < FIXMAP || tag >= 0xe0) {
      return (byte) tag;
    }
    if (tag < NIL) {
      return tag & (tag < FIXRAW ? 0x0f : 0x1f);
    }
    boolean signed = tag == INT8 || tag == INT16 || tag == INT32;
    return switch (head.limit() - 1) {
      case 1 -> signed ? head.get(1) : head.get(1) & 0xff;
      case 2 -> signed ? head.getShort(1) : head.getShort(1) & 0xffff;
      case 4 -> signed ? head.getInt(1) : head.getInt(1) & 0xffff_ffffL;
      case 8 -> head.getLong(1);
      default -> 0;
    };
  }
}
