/// Tests of the package.
@NullMarked
package dev.holdfast.secrets.file;

import org.jspecify.annotations.NullMarked;
