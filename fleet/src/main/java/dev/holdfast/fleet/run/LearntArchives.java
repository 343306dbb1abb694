package dev.holdfast.fleet.run;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.LedgerArchive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Archives that the ledger is about to learn, which another program may have made: whether the
/// guard will be able to read them. Knowing it later would stop every backup.
final class LearntArchives {
  private static final Duration READING = Duration.ofHours(1);

  private LearntArchives() {}

  /// What is wrong with those that cannot be used, or why nobody can tell.
  static List<String> doubts(RunContext context, List<LedgerArchive> learnt) {
    var doubts = new ArrayList<String>();
    if (learnt.isEmpty()) {
      return doubts;
    }
    var names = new HashMap<ObjectId, String>();
    learnt.forEach(archive -> names.put(archive.id(), archive.name().value()));
    var reading = new RepositoryReading(context, new Connections(context).repositoryHost());
    try {
      return reading
          .asItIs()
          .within(READING)
          .ask(
              RepositorySecrets.open(context),
              reader -> {
                reader.contents(
                    List.copyOf(names.keySet()),
                    (id, plain) -> {
                      try {
                        var _ = ArchiveMetadata.parse(id, plain, reader.key());
                      } catch (RefusedException e) {
                        doubts.add(
                            "%s cannot be used: %s".formatted(names.get(id), e.getMessage()));
                      }
                    });
                return doubts;
              });
    } catch (FleetException e) {
      doubts.add("not all of the archives could be read: " + e.sentence());
      return doubts;
    }
  }

  /// How such an archive is made usable.
  static String mend(Target target) {
    var repository = target.repository();
    return "Borg before 1.2.5 spoils the proof of an archive that it renames, and Borg 1.4 mends it: run borg upgrade --archives-tam %s on %s; what that does not mend, delete there with borg; then holdfast ledger rebuild %s"
        .formatted(repository.path(), repository.host().name(), target.name());
  }
}
