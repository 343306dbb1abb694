/// Secrets that a foreign configuration holds in itself. It must not write them anywhere.
@NullMarked
package dev.holdfast.secrets.inline;

import org.jspecify.annotations.NullMarked;
