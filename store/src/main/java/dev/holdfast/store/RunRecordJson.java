package dev.holdfast.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.fleet.run.ArchiveSummary;
import dev.holdfast.fleet.run.CheckDepth;
import dev.holdfast.fleet.run.Finding;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunRecord;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A run as one flat JSON object; the shape is documented in `docs/user/json.md`.
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunRecordJson(
    String run,
    String action,
    @Nullable String depth,
    String target,
    String started,
    String ended,
    String outcome,
    String message,
    @Nullable String code,
    @Nullable String next,
    @Nullable ArchiveSummary archive,
    List<String> warnings,
    List<Finding> findings) {
  static RunRecordJson of(RunRecord record) {
    return switch (record.outcome()) {
      case Outcome.Done(var sentence, var archive, var warnings) ->
          of(record, sentence, null, null, archive.orElse(null), warnings);
      case Outcome.Failed(var code, var sentence, var nextStep) ->
          of(record, sentence, code.id(), nextStep, null, List.of());
    };
  }

  private static RunRecordJson of(
      RunRecord record,
      String message,
      @Nullable String code,
      @Nullable String next,
      @Nullable ArchiveSummary archive,
      List<String> warnings) {
    var word = code != null ? "failed" : warnings.isEmpty() ? "done" : "warnings";
    return new RunRecordJson(
        record.id(),
        record.action().name().toLowerCase(Locale.ROOT),
        record.depth().map(CheckDepth::word).orElse(null),
        record.target(),
        record.started().toString(),
        record.ended().toString(),
        word,
        message,
        code,
        next,
        archive,
        warnings,
        record.findings());
  }
}
