package dev.holdfast.fleet.config;

/// Where the embedded secret store is.
///
/// @param store complete path of the age-encrypted file
/// @param identity complete path of the file that opens it
public record AgeStore(String store, String identity) {}
