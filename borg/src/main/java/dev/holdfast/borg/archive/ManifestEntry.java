package dev.holdfast.borg.archive;

import dev.holdfast.borg.ObjectId;
import java.time.Instant;

/// One archive as the manifest lists it.
///
/// @param id where its metadata is stored
/// @param time when the backup started, by the clock of whoever made it
public record ManifestEntry(ArchiveName name, ObjectId id, Instant time) {}
