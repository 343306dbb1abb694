package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;

/// Ids of which some are struck off, 8 bytes of memory for each place. Where one stands for another
/// by chance, striking one off strikes off both, so what must stay always stays.
///
/// Not for several threads.
public final class CandidateIds {
  private final int idsMax;
  private final Places places;
  private boolean struck;

  /// @param idsMax how many it takes at most; they need up to 18 bytes each
  /// @param memory takes what it needs beyond the 8 KiB of none
  public CandidateIds(int idsMax, MemoryBudget.Share memory) {
    this.idsMax = idsMax;
    this.places =
        new Places(
            1,
            memory,
            bytes -> {
              memory.take(bytes);
              return true;
            });
  }

  /// Takes an id; taking it again changes nothing.
  ///
  /// @return false if there is no room for one more
  public boolean add(ObjectId id) {
    if (struck) {
      throw new IllegalStateException("ids were struck off already");
    }
    // Whatever becomes of a plan, it never names the list of archives.
    if (id.equals(ObjectId.MANIFEST) || places.find(id) >= 0) {
      return true;
    }
    if (places.entries() == idsMax) {
      return false;
    }
    places.add(id);
    return true;
  }

  /// Strikes an id off.
  ///
  /// @return whether it was there until now
  public boolean strike(ObjectId id) {
    struck = true;
    long place = places.find(id);
    if (place < 0) {
      return false;
    }
    places.remove(place);
    return true;
  }

  /// How many were not struck off.
  public int left() {
    return places.entries();
  }
}
