package dev.holdfast.remote.local;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.secrets.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A command in the place of this process: it has our terminal, our standard streams and our
/// environment, gets the signals that we get, and its exit code is for us to end with.
///
/// Only the command has the secrets in its environment. They go to it through a pipe of the JDK's
/// starter, so no argument and no other process's environment ever holds them.
public final class ForegroundCommand {
  // The JDK tells the kernel's number in words only, and each release in its own.
  private static final Pattern NOT_FOUND = Pattern.compile("error[=:] ?2\\b");

  private final List<String> words;

  /// @param words the program, looked for in PATH, and its arguments
  public ForegroundCommand(List<String> words) {
    this.words = List.copyOf(words);
  }

  /// Runs it to its end.
  ///
  /// @param withheld variables of ours that it does not get
  /// @param variables added to its environment; closed as soon as it has started
  /// @return its exit code; 128 and the number of the signal that killed it
  /// @throws FleetException if it cannot be started
  public int run(Set<String> withheld, Map<String, Secret> variables) {
    try (var signals = SignalRelay.open()) {
      var process = start(withheld, variables);
      signals.passTo(process);
      return awaited(process);
    }
  }

  private Process start(Set<String> withheld, Map<String, Secret> variables) {
    var builder = new ProcessBuilder(words).inheritIO();
    try {
      builder.environment().keySet().removeAll(withheld);
      variables.forEach((name, secret) -> builder.environment().put(name, text(name, secret)));
      return builder.start();
    } catch (IOException e) {
      throw notStarted(String.valueOf(e.getMessage()));
    } finally {
      builder.environment().clear();
      variables.values().forEach(Secret::close);
    }
  }

  private static String text(String name, Secret secret) {
    try {
      var text = secret.useCharacters(String::new);
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (IllegalArgumentException _) {
      // Not UTF-8: said below, without a word of what it is.
    }
    throw new FleetException(
        ErrorCode.SECRET_UNREADABLE,
        "the secret for the variable " + name + " is no text, so no variable can hold it",
        "let the command read it from a file instead");
  }

  private FleetException notStarted(String why) {
    var program = words.getFirst();
    return NOT_FOUND.matcher(why).find()
        ? new FleetException(
            ErrorCode.COMMAND_MISSING,
            "there is no command '" + program + "'",
            "install it, or write its complete path")
        : new FleetException(
            ErrorCode.COMMAND_UNUSABLE,
            "'" + program + "' cannot be started",
            "see whether it is a program, and whether this user may execute it");
  }

  /// The command ends when it likes: whoever wants an earlier end sends a signal, which it gets.
  private static int awaited(Process process) {
    var interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
