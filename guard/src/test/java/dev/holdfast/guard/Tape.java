package dev.holdfast.guard;

import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import dev.holdfast.wire.Raw;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A recorded session: what each side said, in the order in which it arrived. In a file each piece
/// is one byte for the side (0 client, 1 server), four for the length, and the bytes.
record Tape(List<Piece> pieces) {
  record Piece(Side side, Raw bytes) {}

  static Piece piece(Side side, byte[] bytes) {
    return new Piece(side, Raw.of(bytes));
  }

  Tape {
    pieces = List.copyOf(pieces);
  }

  static Tape read(byte[] file) throws IOException {
    List<Piece> pieces = new ArrayList<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
    while (in.available() > 0) {
      Side side = in.readByte() == 0 ? Side.CLIENT : Side.SERVER;
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      pieces.add(new Piece(side, Raw.of(bytes)));
    }
    return new Tape(pieces);
  }

  byte[] toFile() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    for (Piece piece : pieces) {
      out.writeByte(piece.side() == Side.CLIENT ? 0 : 1);
      out.writeInt(piece.bytes().size());
      out.write(piece.bytes().toByteArray());
    }
    return file.toByteArray();
  }

  byte[] said(Side side) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    pieces.stream()
        .filter(p -> p.side() == side)
        .forEach(p -> bytes.writeBytes(p.bytes().toByteArray()));
    return bytes.toByteArray();
  }

  /// The same session, but the client falls silent after so many bytes.
  Tape cutClientAt(int clientBytes) {
    List<Piece> kept = new ArrayList<>();
    int left = clientBytes;
    for (Piece piece : pieces) {
      if (piece.side() == Side.SERVER) {
        kept.add(piece);
        continue;
      }
      if (left == 0) {
        break;
      }
      int length = Math.min(left, piece.bytes().size());
      kept.add(new Piece(Side.CLIENT, Raw.of(Arrays.copyOf(piece.bytes().toByteArray(), length))));
      left -= length;
    }
    return new Tape(kept);
  }

  /// Records what two peers say.
  static final class Recorder {
    private final List<Piece> pieces = new ArrayList<>();

    synchronized void heard(Side side, ByteBuffer chunk) {
      byte[] bytes = new byte[chunk.remaining()];
      chunk.duplicate().get(bytes);
      pieces.add(new Piece(side, Raw.of(bytes)));
    }

    synchronized Tape tape() {
      return new Tape(pieces);
    }

    /// The same conversation, overheard.
    Duplex listen(Duplex inner, Side side) {
      return new Duplex() {
        @Override
        public ByteSource source() {
          return () -> {
            @Nullable ByteBuffer chunk = inner.source().next();
            if (chunk != null) {
              heard(side, chunk);
            }
            return chunk;
          };
        }

        @Override
        public ByteSink sink() {
          return inner.sink();
        }

        @Override
        public void close() {
          inner.close();
        }
      };
    }
  }
}
