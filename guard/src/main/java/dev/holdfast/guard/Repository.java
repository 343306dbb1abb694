package dev.holdfast.guard;

import dev.holdfast.borg.key.Key;
import dev.holdfast.wire.Raw;
import java.util.Optional;

/// What the controller knows of the repository of one session, and what its client is told instead.
///
/// @param key must stay open for as long as the session lasts
/// @param expectation judges the state that the host shows first
/// @param nonces of this session
/// @param lockedKey the key that the client gets in place of the repository's own; none in modes
///   whose key does not lie in the repository
public record Repository(
    Key key, BaseExpectation expectation, Nonces nonces, Optional<Raw> lockedKey) {}
