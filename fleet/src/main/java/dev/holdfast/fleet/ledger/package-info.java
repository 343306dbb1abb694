/// The ledger: what the controller itself has recorded of every repository, entry by entry, each
/// chained to the one before. It must not know where entries are stored, nor talk to a host.
@NullMarked
package dev.holdfast.fleet.ledger;

import org.jspecify.annotations.NullMarked;
