/// Secrets in HashiCorp Vault or OpenBao: one client for its HTTP interface. It must not follow a
/// server to a host that nobody named, or write a secret anywhere but there.
@NullMarked
package dev.holdfast.secrets.vault;

import org.jspecify.annotations.NullMarked;
