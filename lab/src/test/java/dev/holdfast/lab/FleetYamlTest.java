package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FleetYamlTest {
  @Test
  void maps_nest_and_every_string_is_quoted() {
    var yaml =
        new FleetYaml()
            .set(1, "version")
            .set("a \"b\"\\\n\tc\u0001", "targets", "web1", "host")
            .set(List.of("/x y", "it's"), "targets", "web1", "sources");
    assertThat(yaml.toString())
        .isEqualTo(
            """
            version: 1
            targets:
              web1:
                host: "a \\"b\\"\\\\\\n\\tc\\x01"
                sources: ["/x y", "it's"]
            """);
  }

  @Test
  void a_copy_is_its_own() {
    var yaml = new FleetYaml().set("x", "targets", "web1", "host");
    var copy = yaml.copy().set("y", "targets", "web1", "host").drop("targets", "none");
    assertThat(yaml.toString()).contains("\"x\"");
    assertThat(copy.toString()).contains("\"y\"");
  }
}
