package dev.holdfast.fleet.run;

import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.fleet.config.Policy;
import dev.holdfast.guard.BackupTerms;
import dev.holdfast.guard.GuardLimits;
import dev.holdfast.guard.GuardLimits.Deadlines;

/// The bounds of a guarded session, from the policy of its target.
final class SessionLimits {
  private SessionLimits() {}

  /// What a backup may add.
  static BackupTerms terms(RunContext context, ArchiveName name) {
    var archive = context.limits().archive();
    var items = BackupTerms.items(archive.itemsMax(), archive.bytesMax(), archive.chunksMax());
    return new BackupTerms(
        name, items, archive.chunksMax(), context.ports().clock(), archive.clockTolerance());
  }

  static GuardLimits of(Policy policy) {
    var standard = Deadlines.standard();
    return GuardLimits.standard()
        .withDeadlines(
            new Deadlines(
                standard.opening(),
                policy.idleDeadline(),
                standard.reply(),
                standard.farewell(),
                policy.runDeadline()));
  }
}
