package dev.holdfast.fleet.run;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ManifestEntry;
import java.util.List;

/// A list of archives that a repository is to have instead of its own, every object of every
/// archive that comes back having been seen.
///
/// @param instead names the list that it replaces
/// @param archives all of them
/// @param back names of those that the repository does not list now
/// @param off names of those that it lists and that the ledger does not know; their objects stay
public record NewList(
    ObjectId instead, List<ManifestEntry> archives, List<String> back, List<String> off) {
  public NewList {
    archives = List.copyOf(archives);
    back = List.copyOf(back);
    off = List.copyOf(off);
  }
}
