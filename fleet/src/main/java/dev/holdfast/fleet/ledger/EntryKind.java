package dev.holdfast.fleet.ledger;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The words by which entries name their kind. They are a format: never change one.
enum EntryKind {
  REPOSITORY_KNOWN,
  KEY_KEPT,
  KEY_CHANGE_STARTED,
  BACKUP_STARTED,
  BACKUP_GIVEN_UP,
  ARCHIVE_ACKNOWLEDGED,
  MANIFEST_SEEN,
  NONCES_RESERVED,
  RETENTION_DECIDED,
  RETENTION_EXECUTED,
  COMPACTED,
  QUARANTINE_RESTARTED,
  FINDING_RAISED,
  FINDING_CLOSED,
  HOLD_PLACED,
  HOLD_LIFTED,
  REBUILD_ACCEPTED,
  REWOUND,
  CHAIN_BEGUN;

  String text() {
    return text(this);
  }

  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<EntryKind> parse(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findAny();
  }

  static EntryKind of(LedgerEntry entry) {
    return switch (entry) {
      case LedgerEntry.RepositoryKnown _ -> REPOSITORY_KNOWN;
      case LedgerEntry.KeyKept _ -> KEY_KEPT;
      case LedgerEntry.KeyChangeStarted _ -> KEY_CHANGE_STARTED;
      case LedgerEntry.BackupStarted _ -> BACKUP_STARTED;
      case LedgerEntry.BackupGivenUp _ -> BACKUP_GIVEN_UP;
      case LedgerEntry.ArchiveAcknowledged _ -> ARCHIVE_ACKNOWLEDGED;
      case LedgerEntry.ManifestSeen _ -> MANIFEST_SEEN;
      case LedgerEntry.NoncesReserved _ -> NONCES_RESERVED;
      case LedgerEntry.RetentionDecided _ -> RETENTION_DECIDED;
      case LedgerEntry.RetentionExecuted _ -> RETENTION_EXECUTED;
      case LedgerEntry.Compacted _ -> COMPACTED;
      case LedgerEntry.QuarantineRestarted _ -> QUARANTINE_RESTARTED;
      case LedgerEntry.FindingRaised _ -> FINDING_RAISED;
      case LedgerEntry.FindingClosed _ -> FINDING_CLOSED;
      case LedgerEntry.HoldPlaced _ -> HOLD_PLACED;
      case LedgerEntry.HoldLifted _ -> HOLD_LIFTED;
      case LedgerEntry.RebuildAccepted _ -> REBUILD_ACCEPTED;
      case LedgerEntry.Rewound _ -> REWOUND;
      case LedgerEntry.ChainBegun _ -> CHAIN_BEGUN;
    };
  }
}
