package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.key.KeyType;
import java.util.Optional;

/// What a repository host shows of a repository, all of it proven with the key.
///
/// @param keyFingerprint of the locked key; empty where it was not looked at
public record Shown(
    ObjectId repository, KeyType keyType, Optional<String> keyFingerprint, Manifest manifest) {}
