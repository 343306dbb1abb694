package dev.holdfast.app;

import dev.holdfast.app.terminal.Visible;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.run.ActionPlan;
import dev.holdfast.fleet.run.BackupPlan;
import dev.holdfast.fleet.run.Diagnosis;
import dev.holdfast.fleet.run.Listing;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.PrunePlan;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// Prints what commands that change nothing have found, for a person or as one JSON document, and
/// says what to exit with.
final class Output {
  private static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .build();

  private final PrintStream out;
  private final boolean json;

  Output(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /// What backups would do.
  int plans(List<BackupPlan> plans) {
    if (json) {
      document(Map.of("plans", plans));
      return ExitCodes.SUCCESS;
    }
    for (var plan : plans) {
      out.printf(
          "%s: archive %s in %s on %s%n  on the target: %s%n",
          plan.target(),
          plan.archive(),
          Visible.text(plan.repositoryPath()),
          plan.repositoryHost(),
          plan.borg().stream().map(Output::word).collect(Collectors.joining(" ")));
    }
    return ExitCodes.SUCCESS;
  }

  /// What pruning would do.
  int prunePlans(List<PrunePlan> plans) {
    if (json) {
      document(Map.of("plans", plans.stream().map(PrunePlanJson::of).toList()));
    } else {
      plans.forEach(this::prunePlan);
    }
    return ExitCodes.worst(
        plans.stream()
            .map(plan -> plan.failure().map(ExitCodes::of).orElse(ExitCodes.SUCCESS))
            .toList());
  }

  private void prunePlan(PrunePlan plan) {
    plan.failure().ifPresent(failure -> failure(plan.target(), failure));
    for (var line : plan.archives()) {
      out.printf(
          "%s::%s  %s  %s  %s%n",
          plan.target(),
          Visible.text(line.name()),
          line.received(),
          line.kept() ? "keep" : "DROP",
          line.reason());
    }
    if (plan.failure().isEmpty()) {
      var dropped = plan.archives().stream().filter(line -> !line.kept()).count();
      out.printf(
          "%s: %d to drop, %d stay%n", plan.target(), dropped, plan.archives().size() - dropped);
      plan.warnings().forEach(text -> out.printf("  warning: %s%n", Visible.text(text)));
      plan.waits().ifPresent(why -> out.printf("  not now: %s%n", Visible.text(why)));
    }
  }

  /// What upkeep would do.
  int actionPlans(List<ActionPlan> plans) {
    if (json) {
      document(Map.of("plans", plans.stream().map(ActionPlanJson::of).toList()));
    } else {
      plans.forEach(this::actionPlan);
    }
    return ExitCodes.worst(
        plans.stream()
            .map(plan -> plan.failure().map(ExitCodes::of).orElse(ExitCodes.SUCCESS))
            .toList());
  }

  private void actionPlan(ActionPlan plan) {
    plan.failure()
        .ifPresentOrElse(
            failure -> failure(plan.target(), failure),
            () ->
                out.printf(
                    "%s: %s: %s%n",
                    plan.target(),
                    plan.acts() ? "would begin" : "nothing yet",
                    Visible.text(plan.sentence())));
  }

  /// Names in the embedded store.
  int secretNames(List<String> names) {
    if (json) {
      document(Map.of("secrets", names));
    } else {
      names.forEach(out::println);
    }
    return ExitCodes.SUCCESS;
  }

  /// Pages of the recovery kit that were written, or not.
  int kits(List<RecoveryKits.Kit> kits) {
    if (json) {
      document(Map.of("kits", kits.stream().map(KitJson::of).toList()));
    } else {
      kits.forEach(this::kit);
    }
    return ExitCodes.worst(kits.stream().map(Output::exitCode).toList());
  }

  private static int exitCode(RecoveryKits.Kit kit) {
    return kit.failure()
        .map(ExitCodes::of)
        .orElse(kit.warnings().isEmpty() ? ExitCodes.SUCCESS : ExitCodes.WARNING);
  }

  private void kit(RecoveryKits.Kit kit) {
    kit.failure().ifPresent(failure -> failure(kit.target(), failure));
    kit.html()
        .ifPresent(html ->
            out.printf(
                "%s: %s and .pdf%s%n",
                kit.target(),
                Visible.text(html.toString()),
                kit.fingerprint().map(key -> ", key " + key.substring(0, 12)).orElse("")));
    kit.warnings().forEach(why -> out.printf("  warning: %s%n", Visible.text(why)));
  }

  /// Archives per target.
  int listings(List<Listing> listings) {
    var exitCode =
        ExitCodes.worst(
            listings.stream()
                .map(listing -> listing.failure().map(ExitCodes::of).orElse(exitCode(listing)))
                .toList());
    if (json) {
      document(Map.of("targets", listings.stream().map(ListingJson::of).toList()));
    } else {
      listings.forEach(this::listing);
    }
    return exitCode;
  }

  private static int exitCode(Listing listing) {
    return listing.differences().isEmpty()
        ? ExitCodes.SUCCESS
        : ErrorCode.REPOSITORY_TAMPERED.exitCode();
  }

  private void listing(Listing listing) {
    listing.failure().ifPresent(failure -> failure(listing.target(), failure));
    if (listing.failure().isEmpty() && listing.archives().isEmpty()) {
      out.printf("%s: no archives yet; make one: holdfast backup %1$s%n", listing.target());
    }
    for (var archive : listing.archives()) {
      out.printf(
          "%s::%s  %s  %.12s%n",
          listing.target(), Visible.text(archive.name()), archive.time(), archive.id());
    }
    if (!listing.known()) {
      out.printf(
          "  the ledger does not know this repository: nothing says that this is all%n  next: holdfast ledger rebuild %s%n",
          listing.target());
    }
    for (var difference : listing.differences()) {
      out.printf("%s: DIFFERS: %s%n", listing.target(), Visible.text(difference.what()));
    }
    if (!listing.differences().isEmpty()) {
      out.printf(
          "  this is not what the ledger says; next: holdfast findings %s%n", listing.target());
    }
  }

  private void failure(String target, Outcome.Failed failure) {
    out.printf(
        "%s: error %s: %s%n  next: %s%n",
        target,
        failure.code().id(),
        Visible.text(failure.sentence()),
        Visible.text(failure.nextStep()));
  }

  /// What examinations found; a bad finding is a failure.
  int diagnoses(List<Diagnosis> diagnoses) {
    if (json) {
      document(Map.of("targets", diagnoses));
    } else {
      diagnoses.forEach(this::diagnosis);
    }
    var worst =
        diagnoses.stream()
            .map(Diagnosis::worst)
            .max(Diagnosis.Grade::compareTo)
            .orElse(Diagnosis.Grade.GOOD);
    return switch (worst) {
      case GOOD -> ExitCodes.SUCCESS;
      case NOTICE -> ExitCodes.WARNING;
      case BAD -> ExitCodes.UNHEALTHY;
    };
  }

  private void diagnosis(Diagnosis diagnosis) {
    out.println(diagnosis.target());
    for (var check : diagnosis.checks()) {
      var mark =
          switch (check.grade()) {
            case GOOD -> "ok    ";
            case NOTICE -> "notice";
            case BAD -> "BAD   ";
          };
      out.printf(
          "  %s  %s: %s%n", mark, Visible.text(check.subject()), Visible.text(check.sentence()));
      if (!check.fix().isEmpty()) {
        out.printf("          fix: %s%n", Visible.text(check.fix()));
      }
    }
  }

  private static String word(String word) {
    var shown = Visible.text(word);
    return shown.matches("[\\w@%+=:,./{}-]+") ? shown : "'" + shown.replace("'", "'\\''") + "'";
  }

  private void document(Object value) {
    out.println(JSON.writeValueAsString(value));
  }
}
