package dev.holdfast.lab.attacks;

import dev.holdfast.borg.key.KeyType;
import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Raw;

/// What an attacker has of the repository while a run lasts.
///
/// @param type the repository's mode
/// @param keyFile the locked key without its first line; empty where the repository hands it out
/// @param version that the attacker pretends to be
record Loot(KeyType type, Raw passphrase, Raw keyFile, BorgVersion version) {
  static Loot repokey(byte[] passphrase) {
    return new Loot(KeyType.REPOKEY, Raw.of(passphrase), Raw.of(""), BorgVersion.of(1, 2, 4));
  }
}
