package dev.holdfast.borg.archive;

import dev.holdfast.borg.ObjectId;
import java.time.Instant;
import java.util.List;

/// An archive that is to be written.
///
/// @param start when the backup started; what is finer than a microsecond is lost
/// @param items where its stream of items is stored, in order
public record ArchiveDraft(
    ArchiveName name,
    Instant start,
    Instant end,
    Origin origin,
    ArchiveSize size,
    List<ObjectId> items) {
  public ArchiveDraft {
    items = List.copyOf(items);
  }
}
