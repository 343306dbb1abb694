/// Reaching hosts by SSH in this process, with Apache MINA SSHD, which no other package may see. It
/// must not read any file of the user that runs it: keys and pins come from the configuration.
@NullMarked
package dev.holdfast.remote.ssh;

import org.jspecify.annotations.NullMarked;
