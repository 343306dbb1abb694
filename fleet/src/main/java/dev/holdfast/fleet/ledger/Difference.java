package dev.holdfast.fleet.ledger;

/// One thing in which a repository is not what the ledger says.
///
/// @param what one sentence; names in it may have been chosen by a target
public record Difference(Kind kind, String what) {
  /// The kinds of differences.
  public enum Kind {
    OTHER_REPOSITORY,
    OTHER_KEY_TYPE,
    OTHER_KEY,
    OLDER_MANIFEST,
    FORKED_MANIFEST,
    ARCHIVE_MISSING,
    ARCHIVE_REPLACED,
    ARCHIVE_UNKNOWN
  }
}
