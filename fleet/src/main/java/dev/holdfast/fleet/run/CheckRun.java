package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.util.List;
import java.util.Optional;

/// Checks a repository by the controller's own borg, which repairs nothing. Damage is a finding.
final class CheckRun implements Run {
  /// So many lines of borg's say it all.
  private static final int SIGNS_TOLD_MAX = 20;

  private final CheckDepth depth;

  CheckRun(CheckDepth depth) {
    this.depth = depth;
  }

  @Override
  public Optional<CheckDepth> depth() {
    return Optional.of(depth);
  }

  @Override
  public Outcome.Done execute(RunContext context) {
    var maintenance = opened(context);
    context.log().step("checking");
    var ended = maintenance.check(depth.words());
    return switch (verdict(context, depth, ended)) {
      case CheckVerdict.Sound(var warnings) ->
          new Outcome.Done(
              "the repository of %s is sound".formatted(context.target().name()),
              Optional.empty(),
              warnings);
      case CheckVerdict.Damaged damage ->
          throw damaged(context, damage.signs(), theRest(context, maintenance, damage));
      case CheckVerdict.Untold _ -> throw failure(context, ended);
    };
  }

  /// A repository whose list of archives cannot be read is as damaged as one can be.
  private static Maintenance opened(RunContext context) {
    try {
      return Maintenance.open(context);
    } catch (FleetException e) {
      if (e.code() == ErrorCode.REPOSITORY_DAMAGED
          && context.log().findings().isEmpty()
          && context.ledger().state().identity().isPresent()) {
        var next = next(context);
        var sentence = e.sentence() + "; borg check was not run";
        context.log().finding(Finding.Kind.REPOSITORY_DAMAGED, sentence, "", next);
        throw new FleetException(e.code(), sentence, next);
      }
      throw e;
    }
  }

  private static CheckVerdict verdict(
      RunContext context, CheckDepth depth, GuardedBorg.Ended ended) {
    var report = SessionVerdict.completed(context, ended);
    var evidence =
        new CheckVerdict.Evidence(ended.exit(), ended.transcript(), ended.serve().said(), report);
    return CheckVerdict.of(depth, evidence);
  }

  /// Borg stops at the first part that finds damage; what that means for the archives is what a
  /// person wants to know next.
  private Optional<String> theRest(
      RunContext context, Maintenance maintenance, CheckVerdict.Damaged damage) {
    var words = damage.inFiles() ? depth.wordsOfTheRest() : List.<String>of();
    if (words.isEmpty()) {
      return Optional.empty();
    }
    context.log().step("the files of the repository are damaged; checking the archives");
    return Optional.of("archives: " + rest(context, maintenance, words));
  }

  private static String rest(RunContext context, Maintenance maintenance, List<String> words) {
    try {
      var ended = maintenance.check(words);
      return switch (verdict(context, new CheckDepth.ArchivesOnly(), ended)) {
        case CheckVerdict.Sound _ -> "borg misses nothing";
        case CheckVerdict.Damaged(var signs, _) -> told(signs);
        case CheckVerdict.Untold _ -> "not checked, " + failure(context, ended).sentence();
      };
    } catch (FleetException e) {
      if (context.scope().isCut()) {
        throw e;
      }
      return "not checked, " + e.sentence();
    }
  }

  private static FleetException failure(RunContext context, GuardedBorg.Ended ended) {
    return BorgEnding.failure(
        context.target().name(), ended.client(), ended.exit(), ended.transcript());
  }

  private static FleetException damaged(
      RunContext context, List<String> signs, Optional<String> rest) {
    var sentence =
        "the repository of %s is damaged: %s%s"
            .formatted(
                context.target().name(), told(signs), rest.map(more -> "; " + more).orElse(""));
    var evidence = String.join("; ", signs.stream().limit(SIGNS_TOLD_MAX).toList());
    context.log().finding(Finding.Kind.REPOSITORY_DAMAGED, sentence, evidence, next(context));
    return new FleetException(ErrorCode.REPOSITORY_DAMAGED, sentence, next(context));
  }

  private static String told(List<String> signs) {
    return signs.size() == 1
        ? signs.getFirst()
        : "%s, and %d more".formatted(signs.getFirst(), signs.size() - 1);
  }

  private static String next(RunContext context) {
    return "keep a copy of the repository and look at the disk of %s; nothing is pruned until you have closed the finding, docs/user/findings.md says how to go on"
        .formatted(context.target().repository().host().name());
  }
}
