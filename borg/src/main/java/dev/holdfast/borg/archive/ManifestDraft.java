package dev.holdfast.borg.archive;

import dev.holdfast.wire.Value;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;

/// A manifest that is to be written.
///
/// @param timestamp must be later than that of the manifest which it replaces, or clients refuse it
///   as a replay; what is finer than a microsecond is lost
/// @param archives in any order, no name twice
public record ManifestDraft(
    Instant timestamp, List<ManifestEntry> archives, SortedSet<String> itemKeys, Value.Map config) {
  public ManifestDraft {
    archives = List.copyOf(archives);
  }

  /// The same repository with other archives.
  public static ManifestDraft after(Manifest old, Instant timestamp, List<ManifestEntry> archives) {
    Instant notBefore = old.timestamp().plusNanos(1000);
    return new ManifestDraft(
        timestamp.isBefore(notBefore) ? notBefore : timestamp,
        archives,
        old.itemKeys(),
        old.config());
  }
}
