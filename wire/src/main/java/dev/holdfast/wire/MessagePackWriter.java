package dev.holdfast.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes values the way Borg does: smallest integers, fixraw, raw16 and raw32, never bin or str8.
/// Large byte strings are taken over as views.
public final class MessagePackWriter {
  private static final int HEAD_BYTES = 256;

  private final List<ByteBuffer> parts = new ArrayList<>(4);
  private ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
  private int headStart;

  /// The encoded value; large byte strings in it are views of the value's own bytes.
  public static List<ByteBuffer> toBuffers(Value value) {
    return new MessagePackWriter().value(value).finish();
  }

  /// The encoded value in one piece.
  public static byte[] toBytes(Value value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuffer part : toBuffers(value)) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }
    return bytes.toByteArray();
  }

  MessagePackWriter value(Value value) {
    return switch (value) {
      case Value.Nil() -> tag(Tag.NIL);
      case Value.Bool(boolean truth) -> tag(truth ? Tag.TRUE : Tag.FALSE);
      case Value.Int(long number) -> integer(number);
      case Value.Real(double number) -> real(number);
      case Raw raw -> raw(raw);
      case Value.Seq(List<Value> items) -> seq(items);
      case Value.Map map -> map(map);
    };
  }

  MessagePackWriter text(String text) {
    return raw(Raw.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  MessagePackWriter integer(long number) {
    if (number >= -32 && number <= 0x7f) {
      room(1).put((byte) number);
    } else if (number >= 0) {
      unsigned(number);
    } else if (number >= Byte.MIN_VALUE) {
      tag(Tag.INT8).room(1).put((byte) number);
    } else if (number >= Short.MIN_VALUE) {
      tag(Tag.INT16).room(2).putShort((short) number);
    } else if (number >= Integer.MIN_VALUE) {
      tag(Tag.INT32).room(4).putInt((int) number);
    } else {
      tag(Tag.INT64).room(8).putLong(number);
    }
    return this;
  }

  private void unsigned(long number) {
    if (number <= 0xff) {
      tag(Tag.UINT8).room(1).put((byte) number);
    } else if (number <= 0xffff) {
      tag(Tag.UINT16).room(2).putShort((short) number);
    } else if (number <= 0xffff_ffffL) {
      tag(Tag.UINT32).room(4).putInt((int) number);
    } else {
      tag(Tag.UINT64).room(8).putLong(number);
    }
  }

  private MessagePackWriter real(double number) {
    tag(Tag.FLOAT64).room(8).putDouble(number);
    return this;
  }

  MessagePackWriter raw(Raw raw) {
    int size = raw.size();
    if (size < 32) {
      tag(Tag.FIXRAW | size);
    } else if (size <= 0xffff) {
      tag(Tag.RAW16).room(2).putShort((short) size);
    } else {
      tag(Tag.RAW32).room(4).putInt(size);
    }
    boolean view = size >= RawCollector.SMALL_BYTES;
    for (ByteBuffer slice : raw.slices()) {
      if (view) {
        closeHead();
        parts.add(slice);
      } else {
        room(slice.remaining()).put(slice);
      }
    }
    return this;
  }

  MessagePackWriter seq(int count) {
    return count(count, Tag.FIXSEQ, Tag.SEQ16, Tag.SEQ32);
  }

  private MessagePackWriter seq(List<Value> items) {
    seq(items.size());
    items.forEach(this::value);
    return this;
  }

  MessagePackWriter map(int count) {
    return count(count, Tag.FIXMAP, Tag.MAP16, Tag.MAP32);
  }

  private MessagePackWriter map(Value.Map map) {
    map(map.size());
    map.entries().forEach((key, inner) -> raw(key).value(inner));
    return this;
  }

  private MessagePackWriter count(int count, int fix, int tag16, int tag32) {
    if (count < 16) {
      tag(fix | count);
    } else if (count <= 0xffff) {
      tag(tag16).room(2).putShort((short) count);
    } else {
      tag(tag32).room(4).putInt(count);
    }
    return this;
  }

  MessagePackWriter tag(int tag) {
    room(1).put((byte) tag);
    return this;
  }

  private ByteBuffer room(int bytes) {
    if (head.remaining() < bytes) {
      closeHead();
      head = ByteBuffer.allocate(Math.max(bytes, Math.clamp(head.capacity() * 2L, 256, 65_536)));
      headStart = 0;
    }
    return head;
  }

  private void closeHead() {
    if (head.position() > headStart) {
      parts.add(head.slice(headStart, head.position() - headStart));
      headStart = head.position();
    }
  }

  List<ByteBuffer> finish() {
    closeHead();
    return parts;
  }
}
