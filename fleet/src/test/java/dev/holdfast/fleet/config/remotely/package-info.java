/// Tests of the package.
@NullMarked
package dev.holdfast.fleet.config.remotely;

import org.jspecify.annotations.NullMarked;
