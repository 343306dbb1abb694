/// What a repository says of its archives: the manifest that lists them, and each one's own
/// metadata, read and written. It must not fetch anything, and must not believe what is not proven.
@NullMarked
package dev.holdfast.borg.archive;

import org.jspecify.annotations.NullMarked;
