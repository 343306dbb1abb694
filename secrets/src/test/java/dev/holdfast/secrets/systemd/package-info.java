/// Tests of the package.
@NullMarked
package dev.holdfast.secrets.systemd;

import org.jspecify.annotations.NullMarked;
