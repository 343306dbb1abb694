/// Bounded MessagePack in Borg's old dialect and the RPC frames of `borg serve` 1.x. It must not
/// know what a call means, open a connection or read a clock.
@NullMarked
package dev.holdfast.wire;

import org.jspecify.annotations.NullMarked;
