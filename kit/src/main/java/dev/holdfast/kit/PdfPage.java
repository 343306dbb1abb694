package dev.holdfast.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The page as PDF, A4, on as many sheets as it takes.
public final class PdfPage {
  private static final int WIDTH = 595;
  private static final int HEIGHT = 842;
  private static final int MARGIN = 54;
  private static final double ROOM = WIDTH - 2.0 * MARGIN;
  private static final double TEXT_SIZE = 10;
  private static final double TYPED_SIZE = 9.5;
  private static final double KEY_SIZE = 10.5;
  private static final double FACT_SIZE = 9;
  private static final double FACT_INDENT = 132;
  private static final double QR_SIDE = 232;
  private static final double LEADING = 1.36;

  private final String footer;
  private final List<StringBuilder> sheets = new ArrayList<>();
  private double y;

  private PdfPage(String footer) {
    this.footer = footer;
    newSheet();
  }

  /// The file's content. It holds what the page holds: the passphrase, if that is on it.
  public static byte[] of(KitPage page) {
    var pdf = new PdfPage("Recovery kit: %s, %s".formatted(page.target(), PageText.day(page)));
    var blocks = PageText.of(page);
    for (var i = 0; i < blocks.size(); i++) {
      // The key stays on one sheet, and its heading with it.
      if (i + 1 < blocks.size() && blocks.get(i + 1) instanceof Block.PaperKey(var lines)) {
        pdf.need(Math.min(lines.size() * KEY_SIZE * LEADING + 50, HEIGHT - 3.0 * MARGIN));
      }
      pdf.add(blocks.get(i));
    }
    return PdfFile.of(pdf.finished(), WIDTH, HEIGHT);
  }

  private void add(Block block) {
    switch (block) {
      case Block.Title(var text) -> paragraph(PdfFont.BOLD, 17, text, 4);
      case Block.Heading(var text) -> {
        y -= 8;
        need(60);
        paragraph(PdfFont.BOLD, 12, text, 2);
      }
      case Block.Text(var text) -> paragraph(PdfFont.TEXT, TEXT_SIZE, text, 4);
      case Block.Fact(var name, var value) -> fact(name, value);
      case Block.Commands(var lines) -> typed(lines, TYPED_SIZE);
      case Block.PaperKey(var lines) -> typed(lines, KEY_SIZE);
      case Block.Qr(var text) -> qr(QrSquares.of(text));
      case Block.ByHand(var name) -> {
        need(40);
        y -= 22;
        line(PdfFont.BOLD, TEXT_SIZE, MARGIN, name + ":");
        draw(
            "0.7 w %d %s m %d %s l S".formatted(MARGIN + 70, at(y - 2), WIDTH - MARGIN, at(y - 2)));
        y -= 12;
      }
    }
  }

  private void paragraph(PdfFont font, double size, String text, double after) {
    for (var line : font.wrap(text, size, ROOM)) {
      down(size);
      line(font, size, MARGIN, line);
    }
    y -= after;
  }

  private void fact(String name, String value) {
    down(TEXT_SIZE);
    line(PdfFont.BOLD, TEXT_SIZE, MARGIN, name);
    var first = true;
    for (var part : PdfFont.TYPED.wrap(value, FACT_SIZE, ROOM - FACT_INDENT)) {
      if (!first) {
        down(TEXT_SIZE);
      }
      line(PdfFont.TYPED, FACT_SIZE, MARGIN + FACT_INDENT, part);
      first = false;
    }
  }

  /// What is typed is never divided: the letters of a long line are smaller.
  private void typed(List<String> lines, double size) {
    var widest =
        lines.stream().mapToDouble(line -> PdfFont.TYPED.width(line, size)).max().orElse(0);
    var fitting = widest > ROOM ? size * ROOM / widest : size;
    need(Math.min(lines.size() * size * LEADING, HEIGHT - 3.0 * MARGIN));
    for (var line : lines) {
      down(size);
      line(PdfFont.TYPED, fitting, MARGIN, line);
    }
    y -= 5;
  }

  private void qr(QrSquares squares) {
    need(QR_SIDE + 24);
    var top = y - 14;
    var unit = QR_SIDE / squares.side();
    squares.forEachBar(bar ->
        draw(
            "%s %s %s %s re"
                .formatted(
                    at(MARGIN + bar.column() * unit),
                    at(top - (bar.row() + 1) * unit),
                    at(bar.length() * unit),
                    at(unit))));
    draw("f");
    y = top - QR_SIDE - 10;
  }

  private void down(double size) {
    need(size * LEADING);
    y -= size * LEADING;
  }

  private void need(double room) {
    if (y - room < MARGIN + 10) {
      newSheet();
    }
  }

  private void newSheet() {
    sheets.add(new StringBuilder());
    y = HEIGHT - MARGIN;
  }

  private void line(PdfFont font, double size, double x, String text) {
    draw(
        "BT /%s %s Tf %s %s Td (%s) Tj ET"
            .formatted(font.pdfName(), at(size), at(x), at(y), escaped(text)));
  }

  /// What the fonts cannot show never comes here: names and words are ASCII, or quoted to be.
  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var letter = text.charAt(i);
      if (letter == '(' || letter == ')' || letter == '\\') {
        escaped.append('\\').append(letter);
      } else {
        escaped.append(letter >= ' ' && letter <= '~' ? letter : '?');
      }
    }
    return escaped.toString();
  }

  private void draw(String operators) {
    sheets.getLast().append(operators).append('\n');
  }

  private static String at(double points) {
    return String.format(Locale.ROOT, "%.3f", points);
  }

  private List<String> finished() {
    var finished = new ArrayList<String>();
    for (var i = 0; i < sheets.size(); i++) {
      var text = "%s, sheet %d of %d".formatted(footer, i + 1, sheets.size());
      finished.add(
          sheets.get(i)
              + "BT /F1 8 Tf %d %d Td (%s) Tj ET".formatted(MARGIN, MARGIN / 2, escaped(text)));
    }
    return finished;
  }
}
