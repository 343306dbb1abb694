package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.ArchiveTemplate;
import dev.holdfast.fleet.config.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
  public BackupPlan {
    borg = List.copyOf(borg);
  }

  /// Plans a backup that starts now.
  public static BackupPlan of(Target target, Instant now) {
    var repository = target.repository();
    var archive = ArchiveTemplate.parse(target.policy().archiveName()).name(target.name(), now);
    var words = new ArrayList<>(target.borg());
    words.addAll(BorgWords.create(target, archive));
    return new BackupPlan(
        target.name(), archive, repository.host().name(), repository.path(), words);
  }

  /// The arguments of borg, its program left out.
  List<String> arguments(Target of) {
    return borg.subList(of.borg().size(), borg.size());
  }
}
