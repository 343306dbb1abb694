/// Tests of reading configurations.
@NullMarked
package dev.holdfast.fleet.config.read;

import org.jspecify.annotations.NullMarked;
