/// Tests of the package.
@NullMarked
package dev.holdfast.fleet.config.tree;

import org.jspecify.annotations.NullMarked;
