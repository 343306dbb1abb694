/// Measures the relay of the product against plain OpenSSH. It must not be part of what operators
/// install.
@NullMarked
package dev.holdfast.bench;

import org.jspecify.annotations.NullMarked;
