/// Tests of what speaks to Vault. They must not share a server that they spoil.
@NullMarked
package dev.holdfast.secrets.vault;

import org.jspecify.annotations.NullMarked;
