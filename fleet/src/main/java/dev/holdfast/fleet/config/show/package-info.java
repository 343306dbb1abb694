/// A fleet as text again, with everything filled in. It must not open a secret: references stand
/// for them.
@NullMarked
package dev.holdfast.fleet.config.show;

import org.jspecify.annotations.NullMarked;
