package dev.holdfast.borg.archive;

import java.util.List;

/// Who made an archive and how, in the words of whoever made it: for people to read, proof of
/// nothing. Wherever it was not UTF-8 it holds replacement characters.
///
/// @param commandLine the words of the command
public record Origin(String comment, String hostname, String username, List<String> commandLine) {}
