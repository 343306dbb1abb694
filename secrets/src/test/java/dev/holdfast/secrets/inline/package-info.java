/// Tests of the package.
@NullMarked
package dev.holdfast.secrets.inline;

import org.jspecify.annotations.NullMarked;
