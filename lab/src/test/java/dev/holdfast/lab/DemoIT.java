package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoIT {
  @Test
  void the_demo_plays_to_its_end_and_cleans_up() throws IOException, InterruptedException {
    var words = List.of(Packaged.launcher().toString(), "demo");
    var said = Tool.run(Map.of("HOLDFAST_BUILD", "never"), words);

    assertThat(said)
        .contains("GRD-001", "refused with exit code 7", "all the same")
        .doesNotContain("\033[");
    var directory = said.lines().filter(line -> line.contains("/holdfast-demo.")).findFirst();
    assertThat(
            Path.of(directory.orElseThrow().replaceFirst(".* (/.*holdfast-demo\\.\\d+).*", "$1")))
        .doesNotExist();
  }
}
