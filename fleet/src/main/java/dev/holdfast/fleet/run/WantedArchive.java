package dev.holdfast.fleet.run;

import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.Comparison;
import dev.holdfast.fleet.ledger.Difference;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.fleet.ledger.TargetLedger;
import dev.holdfast.fleet.run.RepositoryReading.FirstLook;
import java.util.List;
import java.util.Optional;

/// The archive that a person wants back, held against the ledger. Its id names every byte of it, so
/// an archive that the ledger knows is worth having even where its repository was tampered with;
/// whatever else is there must be what the ledger says.
///
/// @param doubt what a person should know of the repository; empty if it is what the ledger says
record WantedArchive(ManifestEntry entry, Optional<String> doubt) {
  private static final String NEWEST = "latest";

  /// Finds it in what the host shows. Differences also become a finding.
  ///
  /// @param wanted its name, or `latest`
  /// @throws FleetException if it is not there, or not what the ledger says
  static WantedArchive of(RunContext context, FirstLook look, String wanted) {
    var shown = look.shown();
    var target = context.target();
    var found = find(shown.manifest(), wanted);
    var broken = context.ledger().broken();
    if (broken.isPresent()) {
      return unproven(context, broken.get(), found, wanted);
    }
    var state = context.ledger().state();
    if (state.identity().isEmpty()) {
      var doubt =
          "the ledger does not know the repository, so nothing says whether all of it is there";
      return new WantedArchive(
          found.orElseThrow(() -> missing(target, wanted)), Optional.of(doubt));
    }
    var differences = Comparison.of(state, shown, context.log().now()).differences();
    if (differences.isEmpty()) {
      var entry = found.orElseThrow(() -> missing(target, wanted));
      return new WantedArchive(entry, Optional.empty());
    }
    var tampered = RecordedRepository.raise(context, differences);
    if (wanted.equals(NEWEST) || !leaveArchivesReadable(differences, look.own().isPresent())) {
      throw tampered;
    }
    return found
        .filter(entry -> isRecorded(state, entry))
        .map(entry -> new WantedArchive(entry, Optional.of(tampered.sentence())))
        .orElseThrow(() -> tampered);
  }

  /// By a broken ledger: nobody knows what the latest is, and what the entries before the break say
  /// of an archive still holds.
  private static WantedArchive unproven(
      RunContext context,
      TargetLedger.Broken broken,
      Optional<ManifestEntry> found,
      String wanted) {
    var target = context.target();
    var entry = found.orElseThrow(() -> missing(target, wanted));
    if (wanted.equals(NEWEST)) {
      throw new FleetException(
          ErrorCode.LEDGER_BROKEN,
          broken.why().sentence() + "; so nobody knows which archive is the latest",
          "name the archive; holdfast list " + target.name());
    }
    var known = broken.believed().find(entry.name());
    if (known.isPresent() && !known.get().id().equals(entry.id())) {
      var what =
          "the archive %s is another one: %s instead of %s"
              .formatted(entry.name(), entry.id(), known.get().id());
      throw RecordedRepository.raise(
          context, List.of(new Difference(Difference.Kind.ARCHIVE_REPLACED, what)));
    }
    var doubt =
        known.isPresent()
            ? "%s; of %s it says the same as the repository"
            : "%s; so nothing says whether %s is what was backed up under this name";
    return new WantedArchive(
        entry, Optional.of(doubt.formatted(broken.why().sentence(), entry.name())));
  }

  private static Optional<ManifestEntry> find(Manifest shown, String wanted) {
    var complete = shown.complete();
    return wanted.equals(NEWEST) && !complete.isEmpty()
        ? Optional.of(complete.getLast())
        : complete.stream().filter(entry -> entry.name().value().equals(wanted)).findAny();
  }

  private static FleetException missing(Target target, String wanted) {
    return new FleetException(
        ErrorCode.ARCHIVE_MISSING,
        "%s has no archive '%s'".formatted(target.name(), wanted),
        "holdfast list " + target.name());
  }

  /// With a key of our own, the one that the host shows is of no account.
  private static boolean leaveArchivesReadable(List<Difference> differences, boolean ownKey) {
    return differences.stream()
        .allMatch(difference ->
            switch (difference.kind()) {
              case OTHER_REPOSITORY, OTHER_KEY_TYPE, UNREADABLE -> false;
              case OTHER_KEY -> ownKey;
              case OLDER_MANIFEST,
                  FORKED_MANIFEST,
                  ARCHIVE_MISSING,
                  ARCHIVE_REPLACED,
                  ARCHIVE_UNKNOWN ->
                  true;
            });
  }

  private static boolean isRecorded(RepositoryState state, ManifestEntry entry) {
    return state.find(entry.name()).filter(known -> known.id().equals(entry.id())).isPresent();
  }

  ArchiveName name() {
    return entry.name();
  }

  /// What the session that reads it is shown must name the same archive. Other archives may have
  /// come and gone since it was found.
  Optional<String> against(Manifest shown) {
    return shown.archives().stream()
            .anyMatch(other -> other.name().equals(entry.name()) && other.id().equals(entry.id()))
        ? Optional.empty()
        : Optional.of("the archive " + entry.name() + " is another one than a moment before");
  }
}
