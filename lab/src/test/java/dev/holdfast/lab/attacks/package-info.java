/// What a target that is taken over may try, each tried for real: against borg's own append-only
/// mode, and through the guard. It must not be used by anything but tests.
@NullMarked
package dev.holdfast.lab.attacks;

import org.jspecify.annotations.NullMarked;
