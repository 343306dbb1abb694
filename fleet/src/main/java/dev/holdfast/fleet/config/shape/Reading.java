package dev.holdfast.fleet.config.shape;

import dev.holdfast.fleet.config.tree.Faults;
import dev.holdfast.fleet.config.tree.Node;
import dev.holdfast.fleet.config.tree.Position;
import dev.holdfast.fleet.config.tree.Quoted;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretRef;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/// Where in a configuration a shape reads, and what it may use.
///
/// @param faults where mistakes go
/// @param references opens what a text refers to
/// @param baseDirectory what relative paths count from; empty for standard input
/// @param path the keys down to here, for messages
public record Reading(
    Faults faults, References references, Optional<String> baseDirectory, String path) {
  /// A word before a text that would otherwise be taken for a reference.
  public static final String LITERAL = "literal:";

  /// The same, one key further down.
  public Reading in(String key) {
    return new Reading(faults, references, baseDirectory, path.isEmpty() ? key : path + "." + key);
  }

  /// The same, in an item of a list; the first one is 0.
  public Reading item(int index) {
    return new Reading(faults, references, baseDirectory, path + "[" + index + "]");
  }

  /// Reports a mistake of the value at this path.
  public void fault(Position at, String problem) {
    fault(at, problem, Optional.empty());
  }

  /// Reports a mistake with what to write instead.
  public void fault(Position at, String problem, Optional<String> suggestion) {
    faults.add(at, (path.isEmpty() ? "the configuration " : path + ": ") + problem, suggestion);
  }

  /// The text of a value with references opened, handed to a parser that throws
  /// IllegalArgumentException with what is wrong, without repeating the text: it may come from a
  /// reference, and then no message shows it.
  public <T> Optional<T> parse(Node.Scalar scalar, Function<String, T> parser) {
    var text = scalar.text();
    var shown = Quoted.of(text);
    try {
      if (scalar.kind() == Node.Kind.TEXT) {
        var ref = SecretRef.parse(text);
        if (ref.isPresent()) {
          shown = "the value of " + ref.get();
          text = references.open(absolute(ref.get()));
        } else if (text.startsWith(LITERAL)) {
          text = text.substring(LITERAL.length());
        }
      }
      return Optional.of(parser.apply(text));
    } catch (SecretException e) {
      fault(scalar.at(), sentence(e), Optional.of(e.nextStep()));
    } catch (IllegalArgumentException e) {
      fault(scalar.at(), shown + " " + e.getMessage());
    }
    return Optional.empty();
  }

  private static String sentence(SecretException e) {
    return String.valueOf(e.getMessage());
  }

  /// The reference with a relative file name made complete.
  ///
  /// @throws IllegalArgumentException where there is no directory to count from
  public SecretRef absolute(SecretRef ref) {
    return ref.scheme() == SecretRef.Scheme.FILE
        ? new SecretRef(ref.scheme(), absolute(ref.locator()))
        : ref;
  }

  /// The complete path of a file on the controller.
  ///
  /// @throws IllegalArgumentException if it is no path or there is no directory to count from
  public String absolute(String file) {
    try {
      var given = Path.of(file);
      if (given.isAbsolute()) {
        return given.normalize().toString();
      }
      if (file.isEmpty() || baseDirectory.isEmpty()) {
        throw new IllegalArgumentException(
            "is not a complete path; a configuration from standard input has no directory");
      }
      return Path.of(baseDirectory.get()).resolve(given).normalize().toString();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is not a path", e);
    }
  }
}
