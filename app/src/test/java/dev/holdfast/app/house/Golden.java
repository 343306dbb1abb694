package dev.holdfast.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// Compares output with a file that a person has read: `app/src/test/resources/golden/NAME.golden`.
/// With `-Dgolden.update` the file is rewritten instead, and the reviewer reads the difference.
public final class Golden {
  private Golden() {}

  /// The text, with escape characters shown as `\e` and carriage returns as `\r`.
  public static void check(String name, String actual) {
    var file = Checkout.find().root().resolve("app/src/test/resources/golden/" + name + ".golden");
    var shown = actual.replace("\u001b", "\\e").replace("\r", "\\r");
    try {
      if (System.getProperty("golden.update") != null) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, shown);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(shown)
        .as(
            "%s; if the change is wanted: ./mvnw -pl app -am test -Dgolden.update",
            file.getFileName())
        .isEqualTo(Checkout.text(file));
  }
}
