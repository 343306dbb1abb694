/// Tests of the package.
@NullMarked
package dev.holdfast.fleet.config.show;

import org.jspecify.annotations.NullMarked;
