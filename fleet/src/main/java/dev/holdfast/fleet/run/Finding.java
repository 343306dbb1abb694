package dev.holdfast.fleet.run;

import dev.holdfast.fleet.ledger.LedgerEntry;
import java.time.Instant;
import java.util.Locale;

/// Something wrong that a person should know.
///
/// @param kind what kind of thing it is
/// @param target the target whose run saw it
/// @param at when, by the controller's clock
/// @param what one sentence
/// @param evidence what exactly was seen, escaped; may be empty
/// @param nextStep what to do next
public record Finding(
    Kind kind, String target, Instant at, String what, String evidence, String nextStep) {
  /// As the ledger keeps it.
  LedgerEntry.FindingRaised entry() {
    return new LedgerEntry.FindingRaised(kind.code(), what, evidence, nextStep);
  }

  /// The kinds of findings.
  public enum Kind {
    /// The guard refused a call that an honest backup never makes.
    FORBIDDEN_CALL,
    /// The guard refused what the controller's own borg tried beyond its task.
    OWN_BORG_REFUSED,
    /// The repository host answered what no repository host may answer.
    SUSPECT_REPOSITORY_HOST,
    /// An archive of before is what was stored, and cannot be read.
    UNUSABLE_ARCHIVE,
    /// Somebody else used the single-use socket before borg did.
    STRAY_CONNECTION,
    /// The archive that borg said it made could not be read back.
    ARCHIVE_NOT_PROVEN,
    /// The repository is not what the ledger says.
    REPOSITORY_DIFFERS,
    /// Borg on the target remembers a newer state than the repository and the ledger have.
    TARGET_REMEMBERS_NEWER,
    /// The key that the controller keeps is not the one that the repository has.
    ESCROW_DIFFERS,
    /// A check has found damage.
    REPOSITORY_DAMAGED;

    /// How the ledger and scripts call it.
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
