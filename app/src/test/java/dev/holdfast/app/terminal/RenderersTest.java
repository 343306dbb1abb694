package dev.holdfast.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.house.Golden;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The same story in every form, compared with what a person has read.
final class RenderersTest {
  private final Story story = new Story();

  @Test
  void plain_lines() {
    story.tell(new PlainLines(story.out, story.clock));
    Golden.check("plain-lines", story.text());
  }

  @Test
  void live_lines() {
    try (var progress =
        new TerminalProgress(story.out, story.clock, () -> new ScreenSize(60, 24))) {
      story.tell(progress);
    }
    Golden.check("live-lines", story.text());
  }

  @Test
  void json_lines() {
    story.tell(new JsonLines(story.out, story.clock));
    Golden.check("json-lines", story.text());
    var mapper = new JsonMapper();
    assertThat(story.text().lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(mapper.readTree(line).get("event")).isNotNull());
  }

  @Test
  void json_document() {
    var document = JsonLines.document(Story.records(), 7);
    Golden.check("json-document", document + "\n");
    assertThat(new JsonMapper().readTree(document).get("runs")).hasSize(3);
  }

  @Test
  void summary() {
    Golden.check("summary", new Summary(Story.records()).text());
    assertThat(new Summary(List.of()).text()).isEmpty();
    assertThat(new Summary(List.of(Story.checked("web1"))).text())
        .contains("web1", "duration")
        .doesNotContain("archive", "files", "–");
  }

  @Test
  void a_target_with_a_thousand_warnings_does_not_bury_the_others() {
    var text = new Summary(List.of(Story.done("noisy", Collections.nCopies(1000, "x")))).text();
    assertThat(text).contains("1000 warnings").contains("… and 980 more on noisy");
    assertThat(text.lines().filter(line -> line.startsWith("warning on noisy"))).hasSize(20);
  }

  @Test
  void no_renderer_lets_a_target_write_control_characters() {
    story.tell(new PlainLines(story.out, story.clock));
    story.tell(new JsonLines(story.out, story.clock));
    story.out.print(new Summary(Story.records()).text());
    story.out.print(JsonLines.document(Story.records(), 7));
    assertThat(story.text()).doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]").doesNotContain("\u202e");
    assertThat(story.text().lines()).noneMatch(line -> line.startsWith("error SSH-001"));
  }
}
