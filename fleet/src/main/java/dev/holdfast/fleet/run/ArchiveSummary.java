package dev.holdfast.fleet.run;

/// One archive, as the controller read it back from the repository host.
///
/// @param name its name
/// @param id its id, 64 hexadecimal digits
/// @param files regular files in it
/// @param originalBytes size of its content before compression
/// @param addedBytes bytes that this run added to the repository, as the guard counted them
public record ArchiveSummary(
    String name, String id, long files, long originalBytes, long addedBytes) {}
