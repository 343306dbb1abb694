package dev.holdfast.borg.retention;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.wire.Raw;
import java.time.Instant;
import java.util.Comparator;

/// An archive about which is to be decided.
///
/// @param time by which it is counted
public record Candidate(ArchiveName name, ObjectId id, Instant time) {
  /// As Borg goes through archives: of two made at one time, the later name first.
  static final Comparator<Candidate> NEWEST_FIRST =
      Comparator.comparing(Candidate::time)
          .thenComparing(candidate -> Raw.of(candidate.name().value()))
          .reversed();
}
