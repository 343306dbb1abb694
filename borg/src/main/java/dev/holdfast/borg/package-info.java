/// Borg's formats: object ids here, and chunk envelope, keys, compression, manifest and archive
/// metadata below. It must not start processes, open sockets or touch files.
@NullMarked
package dev.holdfast.borg;

import org.jspecify.annotations.NullMarked;
