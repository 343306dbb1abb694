package dev.holdfast.remote.shell;

import dev.holdfast.fleet.host.Command;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Turns words into a line of POSIX shell that yields the very same words again.
public final class Quoting {
  // Harmless words stay bare: restricted logins of storage providers compare them literally.
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> RESERVED =
      Set.of(
          "if",
          "then",
          "else",
          "elif",
          "fi",
          "do",
          "done",
          "case",
          "esac",
          "while",
          "until",
          "for",
          "in",
          "time",
          "coproc",
          "function",
          "select");

  private Quoting() {}

  /// The line that a login shell gets for this command.
  ///
  /// @throws IllegalArgumentException if a variable's name is none
  public static String line(Command command) {
    var parts = new ArrayList<String>();
    new TreeMap<>(command.environment())
        .forEach((name, value) -> {
          if (!VARIABLE.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a variable: " + name);
          }
          parts.add(name + "=" + word(value));
        });
    var program = command.words().getFirst();
    parts.add(isBareProgram(program) ? program : quoted(program));
    command.words().stream().skip(1).map(Quoting::word).forEach(parts::add);
    return String.join(" ", parts);
  }

  /// One word, quoted where it has to be.
  public static String word(String word) {
    return BARE.matcher(word).matches() ? word : quoted(word);
  }

  private static boolean isBareProgram(String program) {
    return BARE.matcher(program).matches()
        && program.indexOf('=') < 0
        && !RESERVED.contains(program);
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
