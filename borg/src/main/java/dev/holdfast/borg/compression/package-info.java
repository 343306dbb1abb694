/// Undoing Borg's compression, whichever a client chose, within a bound of bytes. It must not
/// compress, and must not know about keys.
@NullMarked
package dev.holdfast.borg.compression;

import org.jspecify.annotations.NullMarked;
