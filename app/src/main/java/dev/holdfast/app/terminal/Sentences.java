package dev.holdfast.app.terminal;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.Finding;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunRecord;
import java.time.Duration;
import java.util.Locale;

/// The fixed forms in which findings, failures and outcomes are told.
public final class Sentences {
  private Sentences() {}

  /// A failure: `error SSH-003: sentence`, and the next step below it.
  public static String failure(ErrorCode code, String sentence, String nextStep) {
    return "error " + code.id() + ": " + Visible.text(sentence) + next(nextStep);
  }

  /// A finding, with what was seen and the next step below it.
  public static String finding(Finding finding) {
    var seen = finding.evidence().isEmpty() ? "" : "\n  seen: " + Visible.text(finding.evidence());
    return "finding "
        + word(finding.kind())
        + " on "
        + Visible.text(finding.target())
        + ": "
        + Visible.text(finding.what())
        + seen
        + next(finding.nextStep());
  }

  /// How a run ended, on one line.
  static String ending(RunRecord record) {
    var time = Quantities.duration(Duration.between(record.started(), record.ended()));
    return switch (record.outcome()) {
      case Outcome.Done(var sentence, var archive, var warnings) ->
          Visible.text(sentence)
              + archive
                  .map(made ->
                      " · %s %s, %s, new %s"
                          .formatted(
                              Quantities.count(made.files()),
                              made.files() == 1 ? "file" : "files",
                              Quantities.bytes(made.originalBytes()),
                              Quantities.bytes(made.addedBytes())))
                  .orElse("")
              + (warnings.isEmpty() ? "" : " · " + warnings(warnings.size()))
              + " · "
              + time;
      case Outcome.Failed(var code, var sentence, var _) ->
          "error " + code.id() + ": " + Visible.text(sentence) + " · " + time;
    };
  }

  static String warnings(int count) {
    return count == 1 ? "1 warning" : count + " warnings";
  }

  /// What a run of this action is called.
  static String word(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  static String word(Finding.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String next(String nextStep) {
    return nextStep.isEmpty() ? "" : "\n  next: " + Visible.text(nextStep);
  }
}
