package dev.holdfast.fleet.run;

/// A number of things, as people say it: `1 archive`, `2 archives`.
public final class Counted {
  private Counted() {}

  /// @param noun of one of them; an `s` makes more
  public static String of(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
