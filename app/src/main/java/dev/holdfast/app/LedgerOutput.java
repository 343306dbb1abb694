package dev.holdfast.app;

import dev.holdfast.app.terminal.Visible;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.ledger.LedgerArchive;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.fleet.ledger.RepositoryState.OpenFinding;
import dev.holdfast.fleet.run.AuditReport;
import dev.holdfast.fleet.run.Counted;
import dev.holdfast.fleet.run.NewList;
import dev.holdfast.fleet.run.OpenFindings;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RebuildPlan;
import dev.holdfast.fleet.run.RewindPlan;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// Prints what the ledger says, for a person or as one JSON document, and says what to exit with.
final class LedgerOutput {
  private static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .build();

  private static final String NOT_KNOWN = "the ledger does not know the repository";

  private final PrintStream out;
  private final boolean json;

  LedgerOutput(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /// What audits found.
  int audits(List<AuditReport> reports) {
    if (json) {
      document(Map.of("targets", reports.stream().map(LedgerOutput::table).toList()));
    } else {
      reports.forEach(this::audit);
    }
    return ExitCodes.worst(reports.stream().map(LedgerOutput::exitCode).toList());
  }

  private static int exitCode(AuditReport report) {
    if (!report.differences().isEmpty()) {
      return ErrorCode.REPOSITORY_TAMPERED.exitCode();
    }
    return report
        .failure()
        .map(ExitCodes::of)
        .orElse(report.known() ? ExitCodes.SUCCESS : ErrorCode.REPOSITORY_UNKNOWN.exitCode());
  }

  private static Map<String, Object> table(AuditReport report) {
    var table = new LinkedHashMap<String, Object>();
    table.put("target", report.target());
    table.put("clean", report.clean());
    table.put("known", report.known());
    table.put("entries", report.entries());
    table.put("hash", report.head().hash().hex());
    table.put("archives", report.archives());
    table.put("differences", report.differences());
    report
        .failure()
        .ifPresent(failure -> {
          table.put("code", failure.code().id());
          table.put("message", failure.sentence());
          table.put("next", failure.nextStep());
        });
    return table;
  }

  private void audit(AuditReport report) {
    if (report.clean()) {
      out.printf(
          "%s: the repository is what the ledger says, %s%n",
          report.target(), Counted.of(report.archives(), "archive"));
    }
    report
        .failure()
        .ifPresent(failure ->
            out.printf(
                "%s: error %s: %s%n  next: %s%n",
                report.target(),
                failure.code().id(),
                Visible.text(failure.sentence()),
                Visible.text(failure.nextStep())));
    if (!report.known() && report.failure().isEmpty()) {
      out.printf(
          "%s: error %s: %s%n  next: %s%n",
          report.target(), ErrorCode.REPOSITORY_UNKNOWN.id(), NOT_KNOWN, made(report.target()));
    }
    for (var difference : report.differences()) {
      out.printf("%s: DIFFERS: %s%n", report.target(), Visible.text(difference.what()));
    }
    if (!report.differences().isEmpty()) {
      out.printf("  next: docs/user/findings.md; do not write to it before you know why%n");
    }
    if (report.entries() > 0) {
      out.printf(
          "  head %s:%d:%s%n", report.target(), report.entries(), report.head().hash().hex());
    }
  }

  /// Open findings by target.
  int findings(List<OpenFindings> byTarget) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var target : byTarget) {
      target.open().forEach(finding -> rows.add(table(target.target(), finding)));
    }
    var exitCode = ExitCodes.worst(byTarget.stream().map(LedgerOutput::exitCode).toList());
    if (json) {
      var untold = byTarget.stream().flatMap(target -> untold(target).stream()).toList();
      document(Map.of("findings", rows, "untold", untold));
      return exitCode;
    }
    rows.forEach(this::finding);
    byTarget.stream().flatMap(target -> untold(target).stream()).forEach(this::untold);
    if (exitCode == ExitCodes.SUCCESS) {
      out.println("no open findings");
    }
    return exitCode;
  }

  private static int exitCode(OpenFindings target) {
    if (!target.known()) {
      return ErrorCode.REPOSITORY_UNKNOWN.exitCode();
    }
    return target
        .failure()
        .map(ExitCodes::of)
        .orElse(target.open().isEmpty() ? ExitCodes.SUCCESS : ExitCodes.WARNING);
  }

  /// Why the findings of a target are not known.
  private static Optional<Map<String, Object>> untold(OpenFindings target) {
    var unknown = target.known() ? Optional.<Outcome.Failed>empty() : Optional.of(unknown(target));
    return target
        .failure()
        .or(() -> unknown)
        .map(failure ->
            Map.of(
                "target", target.target(),
                "code", failure.code().id(),
                "message", failure.sentence(),
                "next", failure.nextStep()));
  }

  private static Outcome.Failed unknown(OpenFindings target) {
    return new Outcome.Failed(ErrorCode.REPOSITORY_UNKNOWN, NOT_KNOWN, made(target.target()));
  }

  private static String made(String target) {
    return "holdfast init %1$s; where it exists already: holdfast ledger rebuild %1$s"
        .formatted(target);
  }

  private void untold(Map<String, Object> row) {
    out.printf(
        "%s: error %s: %s%n  next: %s%n",
        row.get("target"),
        row.get("code"),
        Visible.text(text(row, "message")),
        Visible.text(text(row, "next")));
  }

  private static Map<String, Object> table(String target, OpenFinding open) {
    var table = new LinkedHashMap<String, Object>();
    table.put("id", target + "#" + open.number());
    table.put("target", target);
    table.put("at", open.at().toString());
    table.put("code", open.finding().code());
    table.put("what", open.finding().what());
    table.put("evidence", open.finding().evidence());
    table.put("next", open.finding().nextStep());
    return table;
  }

  private void finding(Map<String, Object> row) {
    out.printf(
        "%s  %s  %s%n  %s%n",
        row.get("id"), row.get("at"), row.get("code"), Visible.text(text(row, "what")));
    if (!text(row, "evidence").isEmpty()) {
      out.printf("  seen: %s%n", Visible.text(text(row, "evidence")));
    }
    out.printf(
        "  next: %s%n  then: holdfast findings --close %s --reason TEXT%n",
        Visible.text(text(row, "next")), row.get("id"));
  }

  private static String text(Map<String, Object> row, String key) {
    return String.valueOf(row.get(key));
  }

  /// What a person is asked to accept.
  void rebuild(RebuildPlan plan) {
    var target = plan.target().name();
    if (json) {
      document(
          Map.of(
              "target", target,
              "repository", plan.shown().repository().hex(),
              "archives", plan.shown().manifest().archives().size(),
              "forgets", archives(plan.changes().forgets()),
              "learns", archives(plan.changes().learns()),
              "doubts", plan.doubts()));
      return;
    }
    out.printf(
        "%s: repository %s on %s, %s, list of archives of %s, %s%n",
        target,
        plan.shown().repository().hex(),
        plan.target().repository().host().name(),
        plan.shown().keyType().borgName(),
        plan.shown().manifest().timestamp(),
        Counted.of(plan.shown().manifest().archives().size(), "archive"));
    plan.broken()
        .ifPresent(broken ->
            out.printf(
                "  %s%n  the broken chain %s is kept, and another begins; %d entries of it still"
                    + " count%n",
                Visible.text(broken.why().sentence()),
                broken.chain(),
                broken.believed().head().sequence()));
    plan.changes().forgets().forEach(archive -> archive("forget", archive));
    plan.changes().learns().forEach(archive -> archive("learn ", archive));
    if (plan.changes().forgets().isEmpty() && plan.changes().learns().isEmpty()) {
      out.println("  no archive is to be forgotten or learnt");
    }
    plan.doubts().forEach(doubt -> out.printf("  warning: %s%n", Visible.text(doubt)));
    if (!plan.doubts().isEmpty()) {
      out.printf("  backups will be refused (GRD-003); next: %s%n", Visible.text(plan.mend()));
    }
  }

  private void archive(String change, LedgerArchive archive) {
    out.printf(
        "  %s  %s  %s  %.12s%n",
        change, archive.started(), Visible.text(archive.name().value()), archive.id().hex());
  }

  private static List<Map<String, String>> archives(List<LedgerArchive> archives) {
    return archives.stream()
        .map(archive ->
            Map.of(
                "name", archive.name().value(),
                "id", archive.id().hex(),
                "time", archive.started().toString()))
        .toList();
  }

  /// How a repository would be brought back.
  void rewind(RewindPlan plan) {
    var target = plan.target().name();
    if (json) {
      var row = new LinkedHashMap<String, Object>();
      row.put("target", target);
      row.put("wrong", plan.wrong());
      row.put("transactions", plan.transactions());
      row.put("newest", plan.newest());
      plan.list()
          .ifPresent(list -> {
            row.put("back", list.back());
            row.put("off", list.off());
          });
      document(row);
      return;
    }
    if (plan.wrong().isEmpty()) {
      out.println(target + ": the repository is what the ledger says, there is nothing to do");
      return;
    }
    plan.wrong().forEach(wrong -> out.printf("%s: %s%n", target, Visible.text(wrong)));
    if (plan.list().isPresent()) {
      newList(target, plan.list().get());
      return;
    }
    out.printf(
        "  it becomes again what was seen last: the list of archives of %s, %s%n",
        plan.state().manifest().map(RepositoryState.ManifestMark::timestamp).orElseThrow(),
        Counted.of(plan.state().archives().size(), "archive"));
    for (var transaction : plan.transactions()) {
      out.printf(
          "  try transaction %d of %s: sets aside segment files %d to %d%n",
          transaction.number(), transaction.time(), transaction.number() + 1, plan.newest());
    }
  }

  private void newList(String target, NewList list) {
    out.printf(
        "  a new list of %s is written; no object is deleted%n",
        Counted.of(list.archives().size(), "archive"));
    list.back().forEach(name -> out.printf("  comes back: %s%n", Visible.text(name)));
    list.off().forEach(name -> out.printf("  goes off the list: %s%n", Visible.text(name)));
    out.printf(
        "  not proven: the contents of files; that their chunks exist is the word of the repository"
            + " host%n  afterwards: holdfast check %s --verify-data%n",
        target);
  }

  /// What was done.
  ///
  /// @param aside the directory of what was set aside, or empty
  void rewound(String target, String aside) {
    var later = aside.isEmpty() ? "" : "; what came later is in " + aside + " there";
    out.printf("%s: the repository is what the ledger says%s%n", target, later);
    out.printf("  next: holdfast check %s --verify-data, then close the findings%n", target);
  }

  /// The holds of a target.
  int holds(String target, RepositoryState state) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var hold : state.holds().values()) {
      var archive = state.archives().get(hold.archive());
      var row = new LinkedHashMap<String, Object>();
      row.put("archive", archive == null ? hold.archive().hex() : archive.name().value());
      row.put("since", hold.since().toString());
      row.put("by", hold.by());
      row.put("reason", hold.reason());
      rows.add(row);
    }
    if (json) {
      document(Map.of("target", target, "holds", rows));
    } else if (rows.isEmpty()) {
      out.println(target + ": no archive is held");
    }
    if (!json) {
      rows.forEach(row ->
          out.printf(
              "%s::%s  since %s, by %s: %s%n",
              target,
              Visible.text(text(row, "archive")),
              row.get("since"),
              Visible.text(text(row, "by")),
              Visible.text(text(row, "reason"))));
    }
    return ExitCodes.SUCCESS;
  }

  private void document(Object value) {
    out.println(JSON.writeValueAsString(value));
  }
}
