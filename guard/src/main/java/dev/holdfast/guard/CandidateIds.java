package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Ids of which some are struck off, 16 bytes of memory for each place: half of each id. Where two
/// ids have the same half, striking one off strikes off both, so what must stay always stays.
///
/// Not for several threads.
public final class CandidateIds {
  private static final int LONGS = 2;
  private static final int PLACES_MIN = 1 << 10;

  private final int idsMax;
  // A free place is two zeros; the id with this half is never a candidate.
  private long[] halves = new long[PLACES_MIN * LONGS];
  private int ids;
  // Nothing is added any more once something was struck off, because adding moves places.
  private @Nullable BitSet struck;

  /// @param idsMax how many it takes at most; they need up to 40 bytes each, for a moment 60
  public CandidateIds(int idsMax) {
    this.idsMax = idsMax;
  }

  /// Takes an id; taking it again changes nothing.
  ///
  /// @return false if there is no room for one more
  public boolean add(ObjectId id) {
    if (struck != null) {
      throw new IllegalStateException("ids were struck off already");
    }
    int at = place(id.first(), id.third()) * LONGS;
    if (isAt(at, id.first(), id.third()) || isFreeMark(id)) {
      return true;
    }
    if (ids == idsMax) {
      return false;
    }
    halves[at] = id.first();
    halves[at + 1] = id.third();
    if (5L * LONGS * ++ids > 4L * halves.length) {
      grow();
    }
    return true;
  }

  /// Strikes an id off.
  ///
  /// @return whether it was there until now
  public boolean strike(ObjectId id) {
    BitSet gone = struck == null ? new BitSet(halves.length / LONGS) : struck;
    struck = gone;
    int place = place(id.first(), id.third());
    if (isFreeMark(id) || !isAt(place * LONGS, id.first(), id.third()) || gone.get(place)) {
      return false;
    }
    gone.set(place);
    return true;
  }

  /// How many were not struck off.
  public int left() {
    return ids - (struck == null ? 0 : struck.cardinality());
  }

  private static boolean isFreeMark(ObjectId id) {
    return id.first() == 0 && id.third() == 0;
  }

  private boolean isAt(int at, long first, long third) {
    return halves[at] == first && halves[at + 1] == third;
  }

  /// Where the half is, or would be.
  private int place(long first, long third) {
    int mask = halves.length / LONGS - 1;
    int place = (int) (third ^ (third >>> 32)) & mask;
    while (!isAt(place * LONGS, 0, 0) && !isAt(place * LONGS, first, third)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    long[] old = halves;
    halves = new long[old.length * 2];
    for (int from = 0; from < old.length; from += LONGS) {
      if (old[from] != 0 || old[from + 1] != 0) {
        System.arraycopy(old, from, halves, place(old[from], old[from + 1]) * LONGS, LONGS);
      }
    }
  }
}
