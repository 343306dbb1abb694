/// Asks an ntfy server whether a token is of use. It must not publish anything.
@NullMarked
package dev.holdfast.secrets.ntfy;

import org.jspecify.annotations.NullMarked;
