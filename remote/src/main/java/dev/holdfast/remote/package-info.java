/// Reaching hosts: SSH in process, local processes and the single-use socket. It must not know what
/// is backed up or why.
@NullMarked
package dev.holdfast.remote;

import org.jspecify.annotations.NullMarked;
