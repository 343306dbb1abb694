package dev.holdfast.fleet.config.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.show.FleetRendering;
import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.secrets.inline.InlineSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentedExamplesTest {
  private static final Path DOCS = Path.of("../docs/user");

  private static Fleet parse(String example) throws IOException {
    var bytes = Files.readAllBytes(DOCS.resolve("examples").resolve(example));
    return FleetParser.parse(
        ConfigSource.ofFile(example, bytes, "/etc/holdfast"),
        _ -> DocumentedReferences.known(),
        new InlineSecrets());
  }

  private static java.util.List<com.networknt.schema.Error> mistakes(
      String text, InputFormat format) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(FleetSchema.json(), InputFormat.JSON)
        .validate(text, format);
  }

  @Test
  void both_languages_say_the_same() throws IOException {
    assertThat(parse("fleet.toml")).isEqualTo(parse("fleet.yaml"));
  }

  @Test
  void the_example_of_the_other_tool_is_understood() throws IOException {
    assertThat(parse("borg-backup-remotely.toml").targets()).hasSize(2);
  }

  @Test
  void the_schema_in_the_tree_is_the_one_of_the_keys() throws IOException {
    assertThat(DOCS.resolve("fleet.schema.json")).hasContent(FleetSchema.json());
  }

  @Test
  void the_examples_and_what_is_shown_of_them_match_the_schema() throws IOException {
    var yaml = Files.readString(DOCS.resolve("examples/fleet.yaml"));

    assertThat(mistakes(yaml, InputFormat.YAML)).isEmpty();
    assertThat(mistakes(FleetRendering.json(parse("fleet.yaml")), InputFormat.JSON)).isEmpty();
  }

  @Test
  void the_schema_finds_mistakes_as_well() {
    assertThat(mistakes("{\"version\": 1, \"targets\": {}, \"limitz\": {}}", InputFormat.JSON))
        .isNotEmpty();
    assertThat(
            mistakes(
                "{\"version\": 1, \"targets\": {\"a\": {\"key\": \"plain\"}}}", InputFormat.JSON))
        .isNotEmpty();
    assertThat(mistakes("{\"targets\": {}}", InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void every_key_is_in_the_documentation() throws IOException {
    var page = Files.readString(DOCS.resolve("configuration.md"), UTF_8);
    var names = Pattern.compile("\"([a-z_]+)\" : \\{\\s+\"(?:description|anyOf)");

    assertThat(names.matcher(FleetSchema.json()).results().map(match -> match.group(1)).distinct())
        .hasSizeGreaterThan(40)
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }
}
