package dev.holdfast.fleet.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A command as words, never as a line of shell. No word and no variable may hold a secret: both
/// can be seen by other users of the host.
///
/// @param words the program and its arguments; no word contains a NUL character
/// @param environment variables set for it in addition to those of the login
public record Command(List<String> words, Map<String, String> environment) {
  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command needs at least one word");
    }
    for (var word : words) {
      if (word.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a word of a command contains a NUL character");
      }
    }
  }

  /// A command without additional environment.
  public static Command of(String... words) {
    return new Command(List.of(words), Map.of());
  }

  /// A POSIX `sh` script; the arguments are its `$1`, `$2`, and so on.
  public static Command script(String script, List<String> arguments) {
    var words = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    words.addAll(arguments);
    return new Command(words, Map.of());
  }
}
