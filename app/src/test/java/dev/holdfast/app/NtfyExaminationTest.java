package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.run.Diagnosis;
import dev.holdfast.fleet.run.Diagnosis.Check;
import dev.holdfast.fleet.run.Diagnosis.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server says of a token is tried in `secrets.ntfy`; here it is told.
final class NtfyExaminationTest {
  @TempDir private Path directory = Path.of("");

  private List<Check> checks(String exec) throws IOException {
    var options = new GlobalOptions();
    var config =
        """
        version: 1
        repository_hosts: { here: { local: true, root: /srv/borg } }
        targets:
          web1: { local: true, sources: [/etc], repository: { host: here }, exec: { EXEC } }
        """;
    options.config =
        Files.writeString(directory.resolve("fleet.yaml"), config.replace("EXEC", exec)).toString();
    try (var assembly = Assembly.of(options, Surroundings.ofProcess())) {
      var before = new Diagnosis("web1", List.of());
      return new NtfyExamination(assembly.secrets())
          .complete(before, assembly.targets(List.of()))
          .checks();
    }
  }

  @Test
  void where_nothing_is_said_of_it_there_is_nothing_to_tell() throws IOException {
    assertThat(checks("")).isEmpty();
  }

  @Test
  void half_of_it_is_told() throws IOException {
    var server = "ntfy_server: \"https://example.org\"";
    for (var half : List.of(server, "ntfy_token: \"env:TOKEN\"")) {
      assertThat(checks(half))
          .singleElement()
          .satisfies(check -> {
            assertThat(check.grade()).isEqualTo(Grade.NOTICE);
            assertThat(check.fix()).contains("ntfy_server", "ntfy_token");
          });
    }
  }

  @Test
  void a_token_that_cannot_be_opened_is_told() throws IOException {
    var missing = directory.resolve("missing");
    assertThat(checks("ntfy_server: \"http://127.0.0.1:9\", ntfy_token: \"file:" + missing + "\""))
        .singleElement()
        .satisfies(check -> {
          assertThat(check.grade()).isEqualTo(Grade.NOTICE);
          assertThat(check.sentence()).contains("missing");
        });
  }
}
