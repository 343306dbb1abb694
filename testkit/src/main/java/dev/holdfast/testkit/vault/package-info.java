/// Servers that speak Vault's HTTP interface, for tests: a strict fake, and the real one in a
/// directory of its own. It must not know what the product does with them.
@NullMarked
package dev.holdfast.testkit.vault;

import org.jspecify.annotations.NullMarked;
