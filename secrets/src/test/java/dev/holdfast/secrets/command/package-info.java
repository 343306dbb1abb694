/// Tests of the package.
@NullMarked
package dev.holdfast.secrets.command;

import org.jspecify.annotations.NullMarked;
