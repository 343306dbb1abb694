/// TCP sockets for the SSH library, one event loop each: bytes are written by whoever has them and
/// read by the socket's own thread. It must not know what the bytes mean.
@NullMarked
package dev.holdfast.remote.socket;

import org.jspecify.annotations.NullMarked;
