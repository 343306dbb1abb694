package dev.holdfast.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Gathers one byte string from chunks. Large pieces are kept as views; small ones are copied, so
/// that a peer which drips single bytes, or sends big chunks with little in them, costs us no more
/// memory than a few times what it sent.
final class RawCollector {
  /// Byte strings below this are copied whole.
  static final int SMALL_BYTES = 4 * 1024;

  private static final int BLOCK_BYTES = 16 * 1024;

  private final int size;
  private final List<ByteBuffer> slices = new ArrayList<>(1);
  private int missing;
  private ByteBuffer block = ByteBuffer.allocate(0);
  private int blockStart;

  RawCollector(int size) {
    this.size = size;
    this.missing = size;
  }

  /// Takes what the chunk has for us; true once the byte string is complete.
  boolean take(ByteBuffer chunk) {
    int length = Math.min(missing, chunk.remaining());
    ByteBuffer piece = chunk.slice(chunk.position(), length);
    chunk.position(chunk.position() + length);
    missing -= length;
    if (length >= SMALL_BYTES && length >= chunk.capacity() / 2) {
      closeBlock();
      slices.add(piece);
    } else {
      copy(piece);
    }
    return missing == 0;
  }

  private void copy(ByteBuffer piece) {
    while (piece.hasRemaining()) {
      if (!block.hasRemaining()) {
        closeBlock();
        int wanted = piece.remaining() + missing;
        block = ByteBuffer.allocate(Math.min(wanted, Math.max(BLOCK_BYTES, piece.remaining())));
        blockStart = 0;
      }
      int length = Math.min(block.remaining(), piece.remaining());
      block.put(piece.slice(piece.position(), length));
      piece.position(piece.position() + length);
    }
  }

  private void closeBlock() {
    if (block.position() > blockStart) {
      slices.add(block.slice(blockStart, block.position() - blockStart));
      blockStart = block.position();
    }
  }

  Raw finish() {
    if (slices.isEmpty() && block.position() == size && block.array().length == size) {
      return Raw.wrap(block.array());
    }
    closeBlock();
    return Raw.ofSlices(slices);
  }
}
