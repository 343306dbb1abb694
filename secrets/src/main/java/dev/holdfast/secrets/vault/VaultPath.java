package dev.holdfast.secrets.vault;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What may stand in the names of mounts, roles and secrets: nothing that a policy, an address or a
/// server could take for something else.
public final class VaultPath {
  /// What is wrong with all others, after a word for what is meant.
  static final String RULE =
      "must not have names that are empty, '.', '..' or '+', nor quotes, backslashes, wildcards,"
          + " '?', '#' or control characters";

  private static final Pattern LEGAL = Pattern.compile("[^\"*\\\\?#\\p{Cc}]+");
  private static final Set<String> STRANGE = Set.of("", ".", "..", "+");

  private VaultPath() {}

  /// One name or several with slashes between them, as it is.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static String mount(String text) {
    if (!isUsable(text)) {
      throw new IllegalArgumentException(RULE);
    }
    return text;
  }

  /// One name, as it is.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static String name(String text) {
    if (text.indexOf('/') >= 0) {
      throw new IllegalArgumentException("must be one name, without a slash");
    }
    return mount(text);
  }

  /// The names of namespaces, without the slash that some write at either end.
  ///
  /// @throws IllegalArgumentException with what is wrong
  public static String namespace(String text) {
    return mount(text.replaceFirst("^/", "").replaceFirst("/$", ""));
  }

  static boolean isUsable(String path) {
    return LEGAL.matcher(path).matches()
        && Stream.of(path.split("/", -1)).noneMatch(STRANGE::contains);
  }
}
