package dev.holdfast.app.terminal;

import dev.holdfast.fleet.run.ArchiveSummary;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The end of a command: a table of runs, then warnings, findings and failures in full.
public final class Summary {
  private static final List<String> HEAD =
      List.of("target", "outcome", "archive", "files", "new data", "duration");
  private static final int FIRST_NUMBER = 3;

  /// Per target; `--json` has them all.
  private static final int WARNINGS_SHOWN_MAX = 20;

  private static final String NOTHING = "–";

  private final List<RunRecord> records;

  /// Runs in the order in which they shall be shown.
  public Summary(Collection<RunRecord> records) {
    this.records = List.copyOf(records);
  }

  /// Complete lines; empty for no runs.
  public String text() {
    if (records.isEmpty()) {
      return "";
    }
    var text = new StringBuilder(table());
    for (var record : records) {
      if (record.outcome() instanceof Outcome.Done done) {
        warnings(text, Visible.text(record.target()), done.warnings());
      }
    }
    records.forEach(
        record -> record.findings().forEach(finding -> block(text, Sentences.finding(finding))));
    for (var record : records) {
      if (record.outcome() instanceof Outcome.Failed failed && !isTold(record, failed)) {
        block(text, Sentences.failure(failed.code(), failed.sentence(), failed.nextStep()));
      }
    }
    return text.append('\n').append(total()).append('\n').toString();
  }

  private static void warnings(StringBuilder text, String target, List<String> warnings) {
    for (var warning : warnings.subList(0, Math.min(warnings.size(), WARNINGS_SHOWN_MAX))) {
      block(text, "warning on " + target + ": " + Visible.text(warning));
    }
    if (warnings.size() > WARNINGS_SHOWN_MAX) {
      block(text, "… and " + (warnings.size() - WARNINGS_SHOWN_MAX) + " more on " + target);
    }
  }

  /// Whether a finding says the same already.
  private static boolean isTold(RunRecord record, Outcome.Failed failed) {
    return record.findings().stream().anyMatch(finding -> finding.what().equals(failed.sentence()));
  }

  private static void block(StringBuilder text, String block) {
    text.append('\n').append(block).append('\n');
  }

  private String table() {
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    records.forEach(record -> rows.add(row(record)));
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (var column : shown(rows)) {
        var width = width(rows, column);
        line.append(column == 0 ? "" : "  ")
            .append(
                column < FIRST_NUMBER
                    ? Columns.left(row.get(column), width)
                    : Columns.right(row.get(column), width));
      }
      text.append(line).append('\n');
    }
    return text.toString();
  }

  /// What only backups tell is left out where no run has made an archive.
  private static List<Integer> shown(List<List<String>> rows) {
    return IntStream.range(0, HEAD.size())
        .filter(column -> rows.stream().skip(1).anyMatch(row -> !row.get(column).equals(NOTHING)))
        .boxed()
        .toList();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> Columns.of(row.get(column))).max().orElse(0);
  }

  private static List<String> row(RunRecord record) {
    var archive =
        switch (record.outcome()) {
          case Outcome.Done done -> done.archive();
          case Outcome.Failed _ -> Optional.<ArchiveSummary>empty();
        };
    return List.of(
        Visible.text(record.target()),
        outcome(record.outcome()),
        archive.map(made -> Visible.text(made.name())).orElse(NOTHING),
        archive.map(made -> Quantities.count(made.files())).orElse(NOTHING),
        archive.map(made -> Quantities.bytes(made.addedBytes())).orElse(NOTHING),
        Quantities.duration(Duration.between(record.started(), record.ended())));
  }

  private static String outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(var _, var _, var warnings) ->
          warnings.isEmpty() ? "done" : Sentences.warnings(warnings.size());
      case Outcome.Failed failed -> "failed " + failed.code().id();
    };
  }

  private String total() {
    var failed = records.stream().filter(one -> one.outcome() instanceof Outcome.Failed).count();
    var warned =
        records.stream()
            .filter(one -> one.outcome() instanceof Outcome.Done d && !d.warnings().isEmpty())
            .count();
    var findings = records.stream().mapToInt(one -> one.findings().size()).sum();
    var parts = new ArrayList<String>();
    parts.add((records.size() - failed) + " of " + records.size() + " done");
    if (warned > 0) {
      parts.add(warned + " with warnings");
    }
    if (failed > 0) {
      parts.add(failed + " failed");
    }
    if (findings > 0) {
      parts.add(findings == 1 ? "1 finding" : findings + " findings");
    }
    return String.join(", ", parts);
  }
}
