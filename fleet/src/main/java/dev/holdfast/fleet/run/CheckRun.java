package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.guard.MaintenanceTask;
import java.util.List;
import java.util.Optional;

/// Checks a repository by the controller's own borg, which repairs nothing.
final class CheckRun implements Run {
  private final CheckDepth depth;

  CheckRun(CheckDepth depth) {
    this.depth = depth;
  }

  @Override
  public Outcome.Done execute(RunContext context) {
    var target = context.target();
    var maintenance = Maintenance.open(context);
    context.log().step("checking");
    var transcript = maintenance.run(new MaintenanceTask.Check(), "check", depth.words());
    var errors = transcript.errors().stream().map(BorgMessage.Logged::text).toList();
    var damage = errors.stream().filter(error -> !isHarmless(error)).findFirst();
    if (damage.isPresent()) {
      throw damaged(context, damage.get(), errors.size());
    }
    var warnings = new java.util.ArrayList<>(transcript.warnings());
    warnings.addAll(errors);
    return new Outcome.Done(
        "the repository of %s is sound".formatted(target.name()),
        Optional.empty(),
        List.copyOf(warnings));
  }

  /// An interrupted backup leaves chunks that no archive needs; borg calls them an error.
  private static boolean isHarmless(String error) {
    return error.contains("orphaned objects found");
  }

  private static FleetException damaged(RunContext context, String first, int count) {
    var target = context.target();
    var sentence =
        "the repository of %s is damaged: %s%s"
            .formatted(target.name(), first, count > 1 ? ", and %d more".formatted(count - 1) : "");
    var next =
        "look at the disk of %s before anything is written to it"
            .formatted(target.repository().host().name());
    context.log().finding(Finding.Kind.REPOSITORY_DAMAGED, sentence, "", next);
    return new FleetException(ErrorCode.REPOSITORY_DAMAGED, sentence, next);
  }
}
