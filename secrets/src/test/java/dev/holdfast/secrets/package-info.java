/// Tests of the package.
@NullMarked
package dev.holdfast.secrets;

import org.jspecify.annotations.NullMarked;
