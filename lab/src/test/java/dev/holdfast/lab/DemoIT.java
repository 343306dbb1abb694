package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoIT {
  @Test
  void the_demo_plays_to_its_end_and_cleans_up() throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(Packaged.launcher().toString(), "demo").redirectErrorStream(true);
    builder.environment().put("HOLDFAST_BUILD", "never");
    var process = builder.start();
    process.getOutputStream().close();

    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said)
        .contains("GRD-001", "refused with exit code 7", "all the same")
        .doesNotContain("\033[");
    var directory = said.lines().filter(line -> line.contains("/holdfast-demo.")).findFirst();
    assertThat(
            Path.of(directory.orElseThrow().replaceFirst(".* (/.*holdfast-demo\\.\\d+).*", "$1")))
        .doesNotExist();
  }
}
