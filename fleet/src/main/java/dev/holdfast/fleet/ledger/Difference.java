package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;

/// One thing in which a repository is not what the ledger says.
///
/// @param what one sentence; names in it may have been chosen by a target
public record Difference(Kind kind, String what) {
  /// The kinds of differences.
  public enum Kind {
    OTHER_REPOSITORY,
    OTHER_KEY_TYPE,
    OTHER_KEY,
    UNREADABLE,
    OLDER_MANIFEST,
    FORKED_MANIFEST,
    ARCHIVE_MISSING,
    ARCHIVE_REPLACED,
    ARCHIVE_UNKNOWN
  }

  /// Another repository than the one that the ledger knows.
  public static Difference otherRepository(ObjectId shown, ObjectId known) {
    return new Difference(
        Kind.OTHER_REPOSITORY, "it is the repository %s instead of %s".formatted(shown, known));
  }
}
