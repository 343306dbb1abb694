package dev.holdfast.app.terminal;

import dev.holdfast.fleet.run.ArchiveSummary;
import dev.holdfast.fleet.run.Finding;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunRecord;
import java.io.StringWriter;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// Runs as JSON. Everything outside ASCII is escaped, so that the text is harmless wherever it is
/// shown; property names are an interface and only ever added to.
final class RunJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private RunJson() {}

  /// One JSON object on one line, without the end of the line.
  static String object(Consumer<JsonGenerator> properties) {
    var text = new StringWriter();
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      properties.accept(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  static void record(JsonGenerator json, RunRecord record) {
    json.writeStringProperty("run", record.id());
    json.writeStringProperty("action", Sentences.word(record.action()));
    record.depth().ifPresent(depth -> json.writeStringProperty("depth", depth.word()));
    json.writeStringProperty("target", record.target());
    json.writeStringProperty("started", record.started().toString());
    json.writeStringProperty("ended", record.ended().toString());
    json.writeNumberProperty(
        "seconds", Duration.between(record.started(), record.ended()).toMillis() / 1000.0);
    outcome(json, record.outcome());
    json.writeArrayPropertyStart("findings");
    for (var finding : record.findings()) {
      json.writeStartObject();
      finding(json, finding);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void finding(JsonGenerator json, Finding finding) {
    json.writeStringProperty("kind", Sentences.word(finding.kind()));
    json.writeStringProperty("target", finding.target());
    json.writeStringProperty("at", finding.at().toString());
    json.writeStringProperty("what", finding.what());
    json.writeStringProperty("evidence", finding.evidence());
    json.writeStringProperty("next", finding.nextStep());
  }

  private static void outcome(JsonGenerator json, Outcome outcome) {
    switch (outcome) {
      case Outcome.Done(var sentence, var archive, var warnings) -> {
        json.writeStringProperty("outcome", warnings.isEmpty() ? "done" : "warnings");
        json.writeStringProperty("message", sentence);
        archive.ifPresent(made -> archive(json, made));
        json.writeArrayPropertyStart("warnings");
        warnings.forEach(json::writeString);
        json.writeEndArray();
      }
      case Outcome.Failed(var code, var sentence, var nextStep) -> {
        json.writeStringProperty("outcome", "failed");
        json.writeStringProperty("message", sentence);
        json.writeStringProperty("code", code.id());
        json.writeStringProperty("next", nextStep);
      }
    }
  }

  private static void archive(JsonGenerator json, ArchiveSummary archive) {
    json.writeObjectPropertyStart("archive");
    json.writeStringProperty("name", archive.name());
    json.writeStringProperty("id", archive.id());
    json.writeNumberProperty("files", archive.files());
    json.writeNumberProperty("original_bytes", archive.originalBytes());
    json.writeNumberProperty("added_bytes", archive.addedBytes());
    json.writeEndObject();
  }
}
