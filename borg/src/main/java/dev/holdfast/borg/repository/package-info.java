/// Asking a repository for what it holds, and the conversation with `borg serve` that does. It must
/// not write anything but a list of archives, open the connection or set deadlines.
@NullMarked
package dev.holdfast.borg.repository;

import org.jspecify.annotations.NullMarked;
