/// Borg's compression: undone whichever a client chose, within a bound of bytes, and done in the
/// simplest way for what we write ourselves. It must not know about keys.
@NullMarked
package dev.holdfast.borg.compression;

import org.jspecify.annotations.NullMarked;
