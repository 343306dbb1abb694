/// Tests of the package.
@NullMarked
package dev.holdfast.fleet.config.shape;

import org.jspecify.annotations.NullMarked;
