package dev.holdfast.fleet.ledger;

/// How far a chain goes.
///
/// @param sequence number of the last entry; 0 for an empty chain
/// @param hash of the last entry; of an empty chain, what its first entry will follow
public record Head(long sequence, ChainHash hash) {
  /// The head of an empty chain.
  public static Head genesis(String chain) {
    return new Head(0, ChainHash.genesis(chain));
  }

  /// The link that follows.
  Link link(String content) {
    return new Link(sequence + 1, hash, content, hash.next(sequence + 1, content));
  }
}
