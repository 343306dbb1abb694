package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a backup of one target will do: what `--dry-run` shows and what the run then executes.
///
/// @param target its name
/// @param archive name of the archive to be made
/// @param repositoryHost name of the host that stores it
/// @param repositoryPath path there
/// @param borg the words of the command that runs on the target, without its variables
public record BackupPlan(
    String target,
    String archive,
    String repositoryHost,
    String repositoryPath,
    List<String> borg) {
  private static final int SECONDS_AHEAD_MAX = 2;

  public BackupPlan {
    borg = List.copyOf(borg);
  }

  /// Plans a backup that starts now.
  public static BackupPlan of(Target target, Instant now) {
    var repository = target.repository();
    var archive = target.policy().archiveName().name(target.name(), now);
    var words = new ArrayList<>(target.borg());
    words.addAll(BorgWords.create(target, archive));
    return new BackupPlan(
        target.name(), archive, repository.host().name(), repository.path(), words);
  }

  /// The same for a repository that holds these names. Two backups may begin within one second; the
  /// later one gets the name of a moment later.
  ///
  /// @throws FleetException if the name does not change with time
  static BackupPlan of(Target target, Instant now, Set<String> taken) {
    for (int seconds = 0; seconds <= SECONDS_AHEAD_MAX; seconds++) {
      var plan = of(target, now.plusSeconds(seconds));
      if (!taken.contains(plan.archive())) {
        return plan;
      }
    }
    throw new FleetException(
        ErrorCode.CONFIG_INVALID,
        "%s has an archive named %s already".formatted(target.name(), of(target, now).archive()),
        "put {utcnow} into `archive_name` of " + target.name());
  }

  /// The arguments of borg, its program left out.
  List<String> arguments(Target of) {
    return borg.subList(of.borg().size(), borg.size());
  }
}
