package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.key.KeyType;

/// What a repository host shows of a repository, all of it proven with the key.
public record Shown(ObjectId repository, KeyType keyType, ShownKey key, Manifest manifest) {}
