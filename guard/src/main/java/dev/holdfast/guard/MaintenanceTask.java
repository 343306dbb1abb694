package dev.holdfast.guard;

import dev.holdfast.borg.archive.ArchiveName;
import java.util.Set;

/// What a maintenance session of the controller's own borg may do; nothing else.
public sealed interface MaintenanceTask {
  /// `borg delete`: the manifest loses exactly these archives, in one step or one after the other,
  /// and objects go that nothing else needs. Frees no space.
  ///
  /// @param names at least one
  record DropArchives(Set<ArchiveName> names) implements MaintenanceTask {
    public DropArchives {
      names = Set.copyOf(names);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("a plan without an archive needs no session");
      }
    }
  }

  /// `borg compact`: frees what was deleted before. The only session that is not append-only.
  record Compact() implements MaintenanceTask {}

  /// `borg check` without repair: writes no object.
  record Check() implements MaintenanceTask {}
}
