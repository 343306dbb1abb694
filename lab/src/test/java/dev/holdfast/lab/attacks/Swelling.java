package dev.holdfast.lab.attacks;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/// Few bytes that become many.
final class Swelling {
  private Swelling() {}

  /// Zeroes as borg's zlib compression stores them.
  static byte[] zlib(int bytes) {
    var deflater = new Deflater(Deflater.BEST_SPEED);
    var block = new byte[1 << 20];
    var out = new ByteArrayOutputStream();
    var buffer = new byte[1 << 16];
    for (int done = 0; done < bytes; done += block.length) {
      deflater.setInput(block, 0, Math.min(block.length, bytes - done));
      while (!deflater.needsInput()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }
}
