package dev.holdfast.kit;

import java.util.ArrayList;
import java.util.List;

/// How wide letters are, in thousandths of their size.
enum PdfFont {
  TEXT("F1"),
  BOLD("F2"),
  TYPED("F3");

  private static final int FIRST = ' ';
  private static final int TYPED_WIDTH = 600;

  // From Adobe's metrics of Helvetica, space to tilde. Its bold face is up to a tenth wider.
  private static final int[] HELVETICA = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584
  };

  private static final int BOLD_PERCENT = 110;

  private final String name;

  PdfFont(String name) {
    this.name = name;
  }

  /// What the file calls it.
  String pdfName() {
    return name;
  }

  /// @param size in points
  /// @return points, never too few
  double width(String text, double size) {
    var thousandths = 0;
    for (var i = 0; i < text.length(); i++) {
      thousandths += width(text.charAt(i));
    }
    return thousandths * size / 1000;
  }

  private int width(char letter) {
    var index = letter - FIRST;
    var plain = index >= 0 && index < HELVETICA.length ? HELVETICA[index] : HELVETICA['@' - FIRST];
    return switch (this) {
      case TEXT -> plain;
      case BOLD -> plain * BOLD_PERCENT / 100;
      case TYPED -> TYPED_WIDTH;
    };
  }

  /// Lines that are no wider; a word that is, is divided.
  List<String> wrap(String text, double size, double widthMax) {
    var lines = new ArrayList<String>();
    var line = "";
    for (var word : text.split(" ", -1)) {
      var longer = line.isEmpty() ? word : line + " " + word;
      if (width(longer, size) <= widthMax) {
        line = longer;
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line);
      }
      line = word;
      while (width(line, size) > widthMax) {
        var end = line.length() - 1;
        while (end > 1 && width(line.substring(0, end), size) > widthMax) {
          end--;
        }
        lines.add(line.substring(0, end));
        line = line.substring(end);
      }
    }
    lines.add(line);
    return lines;
  }
}
