package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.ledger.Head;

/// What putting the kept key back into a repository would do.
///
/// @param head of the ledger when it was planned
/// @param stored what the repository holds now: a fingerprint, or what is wrong with it
/// @param kept fingerprint of the key that would be put there
/// @param needed whether it is another
public record KeyRestorePlan(
    Target target, Head head, String stored, String kept, boolean needed) {}
