package dev.holdfast.testkit;

/// Tells of what a machine cannot do, and so was not tested on it. `./test` repeats it at its end.
public final class Untested {
  private Untested() {}

  /// @param what would have been tested
  /// @param reason a sentence without its full stop
  public static void here(String what, String reason) {
    System.out.println("NOT TESTED HERE: " + what + ": " + reason.replaceAll("\\s+", " "));
  }
}
