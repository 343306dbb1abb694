/// Tests of the package.
@NullMarked
package dev.holdfast.secrets.mounted;

import org.jspecify.annotations.NullMarked;
