/// The port through which runs reach targets and repository hosts. It must not know how a host is
/// reached.
@NullMarked
package dev.holdfast.fleet.host;

import org.jspecify.annotations.NullMarked;
