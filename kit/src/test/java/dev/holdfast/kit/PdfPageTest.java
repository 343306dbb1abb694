package dev.holdfast.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import dev.holdfast.secrets.Secret;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/// What we write is read by somebody else's reader.
class PdfPageTest {
  private static final int DOTS_PER_INCH = 150;

  private static String text(KitPage page) throws IOException {
    try (var pdf = Loader.loadPDF(PdfPage.of(page))) {
      return new PDFTextStripper().getText(pdf);
    }
  }

  @Test
  void it_says_what_the_other_page_says() throws IOException {
    assertThat(text(Pages.of("/srv/borg/web1", true, Optional.empty())))
        .contains(
            "Recovery kit: web1",
            "export BORG_REPO=ssh://borg@[fe80::1]:2222/srv/borg/web1",
            "borg key import --paper \"$BORG_REPO\"",
            "id: 2 / 3a8b03 bf9000 b785f8 / 80536a af08ea - b2",
            "2: a46461 7461da - 79",
            "Passphrase:",
            "sheet 1 of ");
  }

  @Test
  void long_lines_to_be_typed_stay_lines_and_strange_characters_are_quoted() throws IOException {
    var path = "/srv/" + "very-long/".repeat(20) + "(\\ü)";

    assertThat(text(Pages.of(path, false, Optional.of(Secret.ofText("p(\\)ä")))))
        .contains(
            "export BORG_REPO=$'ssh://borg@[fe80::1]:2222/srv/" + "very-long/".repeat(20),
            "(\\\\\\303\\274)'",
            "BORG_PASSPHRASE=$'p(\\\\)\\303\\244'");
  }

  @Test
  void a_camera_reads_the_key_from_the_sheet() throws Exception {
    try (var pdf = Loader.loadPDF(PdfPage.of(Pages.of("/srv", true, Optional.empty())))) {
      var renderer = new PDFRenderer(pdf);
      var found = Optional.<String>empty();
      for (var sheet = 0; sheet < pdf.getNumberOfPages() && found.isEmpty(); sheet++) {
        var image = renderer.renderImageWithDPI(sheet, DOTS_PER_INCH);
        var width = image.getWidth();
        var pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
        found = decoded(new RGBLuminanceSource(width, image.getHeight(), pixels));
      }
      assertThat(found).contains(Pages.EXPORTED);
    }
  }

  private static Optional<String> decoded(RGBLuminanceSource source) {
    try {
      var bitmap = new BinaryBitmap(new HybridBinarizer(source));
      var hints = Map.of(DecodeHintType.TRY_HARDER, true);
      return Optional.of(new QRCodeReader().decode(bitmap, hints).getText());
    } catch (ReaderException e) {
      return Optional.empty();
    }
  }
}
