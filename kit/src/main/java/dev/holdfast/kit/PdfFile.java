package dev.holdfast.kit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Puts pages into a PDF file: version 1.4, three of the fonts that every reader has, nothing else.
final class PdfFile {
  private static final int FIRST_PAGE = 6;
  private static final List<String> FONTS = List.of("Helvetica", "Helvetica-Bold", "Courier");

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final List<Integer> offsets = new ArrayList<>();

  private PdfFile() {}

  /// @param pages what each page draws, in the PDF's own language and ASCII
  /// @param width of a page, in points
  /// @param height of a page, in points
  static byte[] of(List<String> pages, int width, int height) {
    var pdf = new PdfFile();
    pdf.write("%PDF-1.4\n");
    pdf.object("<< /Type /Catalog /Pages 2 0 R >>");
    var kids = new StringBuilder();
    for (var i = 0; i < pages.size(); i++) {
      kids.append("%d 0 R ".formatted(FIRST_PAGE + 2 * i));
    }
    pdf.object("<< /Type /Pages /Count %d /Kids [ %s] >>".formatted(pages.size(), kids));
    FONTS.forEach(font ->
        pdf.object(
            "<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
                .formatted(font)));
    for (var i = 0; i < pages.size(); i++) {
      pdf.object(
          "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 %d %d ] /Contents %d 0 R\n"
                  .formatted(width, height, FIRST_PAGE + 2 * i + 1)
              + "/Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >> >> >>");
      var drawing = pages.get(i);
      pdf.object("<< /Length %d >>\nstream\n%s\nendstream".formatted(drawing.length(), drawing));
    }
    pdf.end();
    return pdf.file.toByteArray();
  }

  private void object(String content) {
    offsets.add(file.size());
    write("%d 0 obj\n%s\nendobj\n".formatted(offsets.size(), content));
  }

  private void end() {
    var table = file.size();
    write("xref\n0 %d\n0000000000 65535 f \n".formatted(offsets.size() + 1));
    offsets.forEach(offset -> write("%010d 00000 n \n".formatted(offset)));
    write(
        "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
            .formatted(offsets.size() + 1, table));
  }

  private void write(String text) {
    file.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
