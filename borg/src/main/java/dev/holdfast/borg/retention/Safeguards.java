package dev.holdfast.borg.retention;

import dev.holdfast.borg.ObjectId;
import java.util.Set;

/// What is kept whatever the rules say.
///
/// @param protectLast so many of the newest finished archives
/// @param floor so many finished archives are left at least, if there are as many
/// @param holds archives that a person wants to stay
public record Safeguards(int protectLast, int floor, Set<ObjectId> holds) {
  /// @throws IllegalArgumentException if a number is negative
  public Safeguards {
    if (protectLast < 0 || floor < 0) {
      throw new IllegalArgumentException("a safeguard is negative");
    }
    holds = Set.copyOf(holds);
  }

  /// None, as Borg has none.
  public static Safeguards none() {
    return new Safeguards(0, 0, Set.of());
  }
}
