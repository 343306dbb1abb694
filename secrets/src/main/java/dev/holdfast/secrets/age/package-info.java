/// The embedded secret store: one file, encrypted with age. It must not write a secret in the
/// clear.
@NullMarked
package dev.holdfast.secrets.age;

import org.jspecify.annotations.NullMarked;
