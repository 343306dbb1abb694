package dev.holdfast.kit;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;
import java.util.function.Consumer;

/// A QR code as black squares. It survives the loss of a seventh of itself.
final class QrSquares {
  private final ByteMatrix matrix;

  private QrSquares(ByteMatrix matrix) {
    this.matrix = matrix;
  }

  /// @param text at most about 2 kB; the text of a key has 700 bytes
  static QrSquares of(String text) {
    try {
      return new QrSquares(Encoder.encode(text, ErrorCorrectionLevel.M, Map.of()).getMatrix());
    } catch (WriterException e) {
      throw new IllegalArgumentException("too long for a QR code", e);
    }
  }

  /// Squares on each side, without the white border of four that every reader wants.
  int side() {
    return matrix.getWidth();
  }

  /// Black squares side by side.
  ///
  /// @param column of the first one, from the left
  /// @param row from the top
  record Bar(int column, int row, int length) {}

  /// Tells all black squares, joined to bars.
  void forEachBar(Consumer<Bar> listener) {
    for (var row = 0; row < side(); row++) {
      var column = 0;
      while (column < side()) {
        var length = 0;
        while (column + length < side() && matrix.get(column + length, row) == 1) {
          length++;
        }
        if (length > 0) {
          listener.accept(new Bar(column, row, length));
        }
        column += length + 1;
      }
    }
  }
}
