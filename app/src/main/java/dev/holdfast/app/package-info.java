/// Main, the commands, terminal rendering, exit codes and the Assembly that wires everything. It
/// must not hold rules of the domain.
@NullMarked
package dev.holdfast.app;

import org.jspecify.annotations.NullMarked;
