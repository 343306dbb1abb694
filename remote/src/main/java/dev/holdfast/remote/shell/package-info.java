/// What a POSIX `sh` on a host is asked to do: quoting, the keeper of the socket's directory and
/// the bridges between a socket and a process's standard streams. It must not know how the host is
/// reached.
@NullMarked
package dev.holdfast.remote.shell;

import org.jspecify.annotations.NullMarked;
