/// Tests of the package.
@NullMarked
package dev.holdfast.secrets.env;

import org.jspecify.annotations.NullMarked;
