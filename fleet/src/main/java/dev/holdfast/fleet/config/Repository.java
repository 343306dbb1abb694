package dev.holdfast.fleet.config;

import dev.holdfast.secrets.SecretRef;
import java.util.Optional;

/// One Borg repository, used by exactly one target.
///
/// @param host where it is
/// @param path complete path on the host, as `borg serve` gets it
/// @param encryption its mode; decides only what `init` creates, an existing one tells its own
/// @param passphrase opens its key; empty only for [Encryption#NONE]
/// @param key where the controller's copy of the key is kept (escrow)
public record Repository(
    RepositoryHost host,
    String path,
    Encryption encryption,
    Optional<SecretRef> passphrase,
    Optional<SecretRef> key) {}
