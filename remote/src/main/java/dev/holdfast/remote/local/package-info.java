/// The controller itself as a host: processes and a socket of this machine. It must not open any
/// connection to another one.
@NullMarked
package dev.holdfast.remote.local;

import org.jspecify.annotations.NullMarked;
