package dev.holdfast.remote.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The terminal that sends signals to this process, if there is one.
final class ControllingTerminal {
  private static final Path STAT = Path.of("/proc/self/stat");

  // Counted from the state, which follows the name of the program: see proc(5).
  private static final int GROUP = 2;
  private static final int TERMINAL = 4;
  private static final int FOREGROUND_GROUP = 5;

  private ControllingTerminal() {}

  /// Whether the process group of this process is in its foreground.
  static boolean isOurs() {
    try {
      return isOurs(Files.readString(STAT));
    } catch (IOException _) {
      return false;
    }
  }

  /// @param stat a line of `/proc/PID/stat`; the name in it may contain anything, blanks and
  ///   parentheses among it
  static boolean isOurs(String stat) {
    var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length > FOREGROUND_GROUP
        && !fields[TERMINAL].equals("0")
        && fields[FOREGROUND_GROUP].equals(fields[GROUP]);
  }
}
