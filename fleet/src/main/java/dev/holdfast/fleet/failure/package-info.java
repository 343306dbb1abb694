/// Failures that a person can act on: stable code, sentence, next step, exit code, retry rule. It
/// must not carry secrets or unescaped remote output.
@NullMarked
package dev.holdfast.fleet.failure;

import org.jspecify.annotations.NullMarked;
