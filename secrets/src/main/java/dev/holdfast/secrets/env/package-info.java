/// Secrets in the controller's environment. It must not read the environment by itself.
@NullMarked
package dev.holdfast.secrets.env;

import org.jspecify.annotations.NullMarked;
