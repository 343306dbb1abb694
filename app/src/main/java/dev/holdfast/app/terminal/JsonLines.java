package dev.holdfast.app.terminal;

import dev.holdfast.fleet.run.Due;
import dev.holdfast.fleet.run.RunEvent;
import dev.holdfast.fleet.run.RunListener;
import dev.holdfast.fleet.run.RunRecord;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// For programs. As a listener (`--log-json`) it writes one JSON object per event and line; for
/// `--json`, [#document] is the one document at the end.
public final class JsonLines implements RunListener {
  private final PrintStream out;
  private final InstantSource clock;

  /// Writes whole lines to the stream.
  public JsonLines(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /// All runs of a command as one JSON document on one line.
  ///
  /// @param exitCode what the command exits with
  public static String document(Collection<RunRecord> records, int exitCode) {
    return RunJson.object(json -> {
      json.writeArrayPropertyStart("runs");
      for (var record : records) {
        json.writeStartObject();
        RunJson.record(json, record);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberProperty("exit_code", exitCode);
    });
  }

  /// No run at all: for none of the targets it was due.
  public static String nothing(Due due) {
    return RunJson.object(json -> {
      json.writeArrayPropertyStart("runs");
      json.writeEndArray();
      due.next()
          .ifPresent(next -> {
            json.writeObjectPropertyStart("next");
            json.writeStringProperty("target", next.target());
            json.writeStringProperty("at", next.at().toString());
            json.writeEndObject();
          });
      json.writeNumberProperty("exit_code", 0);
    });
  }

  @Override
  public synchronized void on(RunEvent event) {
    switch (event) {
      case RunEvent.Started started ->
          line(
              "started",
              event,
              json -> {
                json.writeStringProperty("action", Sentences.word(started.action()));
                started
                    .expectedBytes()
                    .ifPresent(bytes -> json.writeNumberProperty("expected_bytes", bytes));
              });
      case RunEvent.Step step ->
          line("step", event, json -> json.writeStringProperty("message", step.sentence()));
      case RunEvent.Progress progress ->
          line(
              "progress",
              event,
              json -> {
                json.writeNumberProperty("files", progress.files());
                json.writeNumberProperty("original_bytes", progress.originalBytes());
                json.writeNumberProperty("added_bytes", progress.addedBytes());
              });
      case RunEvent.Warned warned ->
          line("warning", event, json -> json.writeStringProperty("message", warned.message()));
      case RunEvent.FindingRaised raised ->
          line(
              "finding",
              event,
              json -> {
                json.writeObjectPropertyStart("finding");
                RunJson.finding(json, raised.finding());
                json.writeEndObject();
              });
      case RunEvent.Finished finished ->
          line(
              "finished",
              event,
              json -> {
                json.writeObjectPropertyStart("record");
                RunJson.record(json, finished.record());
                json.writeEndObject();
              });
    }
  }

  private void line(String kind, RunEvent event, Consumer<JsonGenerator> properties) {
    out.println(
        RunJson.object(json -> {
          json.writeStringProperty("at", clock.instant().toString());
          json.writeStringProperty("event", kind);
          json.writeStringProperty("target", event.target());
          properties.accept(json);
        }));
  }
}
