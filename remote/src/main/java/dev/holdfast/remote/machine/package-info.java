/// Time, sleep and chance as the machine gives them, so that tests can give others. It must not
/// know what they are used for.
@NullMarked
package dev.holdfast.remote.machine;

import org.jspecify.annotations.NullMarked;
