package dev.holdfast.fleet.config;

/// A machine on which `borg serve` runs.
///
/// @param name its name in the configuration
/// @param endpoint how to reach it
/// @param root directory that holds its repositories; empty where each path is complete
/// @param borg the borg program there
/// @param runsMax how many runs may use it at the same time
public record RepositoryHost(
    String name, Endpoint endpoint, String root, String borg, int runsMax) {}
