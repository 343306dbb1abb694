/// Reads a fleet: the tables of all keys, inheritance, and the checks that need more than one
/// value. It must not open files or reach hosts; what it needs it asks of its caller.
@NullMarked
package dev.holdfast.fleet.config.read;

import org.jspecify.annotations.NullMarked;
