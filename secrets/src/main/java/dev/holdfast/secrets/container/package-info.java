/// Secrets that a container's runtime has mounted. It must not write one.
@NullMarked
package dev.holdfast.secrets.container;

import org.jspecify.annotations.NullMarked;
