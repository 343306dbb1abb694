/// Secrets that a command prints. It must not use a shell or show what a command printed.
@NullMarked
package dev.holdfast.secrets.command;

import org.jspecify.annotations.NullMarked;
