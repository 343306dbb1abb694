package dev.holdfast.borg.archive;

import java.util.OptionalLong;

/// How much an archive holds, as its writer counted; Borg 1.1 did not say.
///
/// @param plainBytes before compression and deduplication
/// @param compressedBytes after compression, before deduplication
/// @param files regular files
public record ArchiveSize(
    OptionalLong plainBytes, OptionalLong compressedBytes, OptionalLong files) {}
