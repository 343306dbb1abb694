package dev.holdfast.fleet.ledger;

import java.time.Instant;

/// An entry in its place.
///
/// @param sequence its number in the chain, from 1
/// @param at when it was written, by the controller's clock
public record LedgerRecord(long sequence, Instant at, LedgerEntry entry) {}
