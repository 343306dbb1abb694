package dev.holdfast.fleet.ledger;

/// One entry as it is stored: text, and what ties it to the chain.
///
/// @param sequence 1 for the first entry of a chain
/// @param previous hash of the entry before
/// @param content the entry, in ASCII
/// @param hash of this entry and, through `previous`, of all before it
public record Link(long sequence, ChainHash previous, String content, ChainHash hash) {
  /// The head of a chain that ends here.
  public Head head() {
    return new Head(sequence, hash);
  }

  /// Whether this link continues a chain, and its content is what its hash says.
  boolean continues(Head head) {
    return equals(head.link(content));
  }
}
