package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.key.KeyType;
import java.util.Set;

/// What a repository host shows of a repository, all of it proven with the key.
///
/// @param over backups that had been started before its lock was waited for, so that their sessions
///   were over when it was looked at
public record Shown(
    ObjectId repository, KeyType keyType, ShownKey key, Manifest manifest, Set<ArchiveName> over) {
  public Shown {
    over = Set.copyOf(over);
  }
}
