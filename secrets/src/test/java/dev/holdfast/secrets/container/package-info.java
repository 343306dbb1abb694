/// Tests of the package.
@NullMarked
package dev.holdfast.secrets.container;

import org.jspecify.annotations.NullMarked;
