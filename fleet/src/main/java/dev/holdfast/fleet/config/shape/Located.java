package dev.holdfast.fleet.config.shape;

import dev.holdfast.fleet.config.tree.Position;

/// A checked value and where it was written.
public record Located<T>(T value, Position at) {}
