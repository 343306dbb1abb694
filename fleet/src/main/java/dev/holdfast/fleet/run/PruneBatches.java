package dev.holdfast.fleet.run;

import dev.holdfast.borg.archive.ArchiveName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Cuts the archives of a plan into batches for one session each: as many as a command takes, or
/// those that can be proven together. After a smaller batch all that is left is tried again, so the
/// number of sessions goes by how much the archives hold, and not by their number.
final class PruneBatches {
  /// Names for one command.
  private static final int NAMES_MAX = 500;

  private List<ArchiveName> left;
  private List<ArchiveName> next;

  PruneBatches(List<ArchiveName> planned) {
    left = List.copyOf(planned);
    next = most();
  }

  boolean isDone() {
    return left.isEmpty();
  }

  /// What is to be dropped now.
  List<ArchiveName> next() {
    return next;
  }

  /// These were dropped.
  void dropped() {
    var gone = new HashSet<>(next);
    left = left.stream().filter(name -> !gone.contains(name)).toList();
    next = most();
  }

  /// These are too many.
  ///
  /// @param fit some of them, which are not too many
  void narrow(Set<ArchiveName> fit) {
    var fewer = next.stream().filter(fit::contains).toList();
    if (fewer.isEmpty() || fewer.size() == next.size()) {
      throw new IllegalArgumentException("that is no smaller batch");
    }
    next = fewer;
  }

  private List<ArchiveName> most() {
    return left.subList(0, Math.min(left.size(), NAMES_MAX));
  }
}
