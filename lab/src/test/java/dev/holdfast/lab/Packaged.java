package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/// The product as the build has just packaged it, with its archive of classes.
final class Packaged {
  private static boolean ready;

  private Packaged() {}

  /// The launcher that operators start.
  static synchronized Path launcher() throws IOException {
    var checkout = Path.of("").toAbsolutePath().resolveSibling("");
    if (!ready) {
      var script = checkout.resolve("scripts/build-product").toString();
      var process = new ProcessBuilder(script, "archive").inheritIO().start();
      assertThat(process.onExit().join().exitValue()).as("build-product archive").isZero();
      ready = true;
    }
    return checkout.resolve("holdfast");
  }
}
