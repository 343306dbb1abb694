/// Tests of the package.
@NullMarked
package dev.holdfast.secrets.age;

import org.jspecify.annotations.NullMarked;
