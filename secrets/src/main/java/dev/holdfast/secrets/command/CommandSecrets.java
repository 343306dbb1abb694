package dev.holdfast.secrets.command;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `command:WORDS`: all that a command prints, without its last line end. The words are split by
/// quotes and blanks, and no shell is involved.
public final class CommandSecrets implements SecretProvider {
  private final Programs programs;
  private final Duration deadline;

  /// @param programs runs the commands
  /// @param deadline longest time for one of them
  public CommandSecrets(Programs programs, Duration deadline) {
    this.programs = programs;
    this.deadline = deadline;
  }

  @Override
  public SecretRef.Scheme scheme() {
    return SecretRef.Scheme.COMMAND;
  }

  @Override
  public Optional<Secret> find(String locator) {
    return Optional.of(
        switch (run(locator)) {
          case Programs.Ending.Exited exited
              when exited.status() == 0 && exited.output().length > 0 ->
              Secret.ofLine(exited.output());
          case Programs.Ending.Exited exited -> {
            Arrays.fill(exited.output(), (byte) 0);
            throw failed(
                locator,
                exited.status() == 0 ? "printed nothing" : "ended with status " + exited.status());
          }
          case Programs.Ending.TookTooLong _ ->
              throw failed(locator, "did not end within " + deadline.toSeconds() + " s");
          case Programs.Ending.PrintedTooMuch _ ->
              throw failed(locator, "printed more than " + Secret.BYTES_MAX + " bytes");
        });
  }

  private Programs.Ending run(String locator) {
    try {
      return programs.run(words(locator), deadline, Secret.BYTES_MAX);
    } catch (IOException e) {
      throw failed(locator, "could not be started");
    }
  }

  private static List<String> words(String locator) {
    List<String> words;
    try {
      words = CommandWords.of(locator);
    } catch (IllegalArgumentException e) {
      throw failed(locator, String.valueOf(e.getMessage()));
    }
    if (words.isEmpty()) {
      throw failed(locator, "has no words");
    }
    return words;
  }

  private static SecretException failed(String locator, String why) {
    return new SecretException(
        SecretException.Kind.UNREADABLE,
        "command:" + locator + " gave no secret: it " + why,
        "run it by hand, as the user that Holdfast runs as, and see what it says");
  }

  @Override
  public String howToProvide(String locator) {
    return "make the command print it";
  }
}
