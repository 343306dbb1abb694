/// Secrets, references to them and the providers that open them. It must not print, log, compare or
/// serialise a secret.
@NullMarked
package dev.holdfast.secrets;

import org.jspecify.annotations.NullMarked;
