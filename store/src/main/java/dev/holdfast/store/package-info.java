/// What the controller remembers between runs. It must not decide anything.
@NullMarked
package dev.holdfast.store;

import org.jspecify.annotations.NullMarked;
