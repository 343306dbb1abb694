package dev.holdfast.secrets.vault;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/// What stands after `vault:`, for example `secret/prod/web1?version=3#passphrase`.
///
/// @param path the mount and the path below it, as the command line of the server takes them
/// @param field one of the names that the secret there has
/// @param version of KV version 2; the newest where there is none
public record VaultLocator(String path, String field, OptionalInt version) {
  private static final Pattern GRAMMAR =
      Pattern.compile("([^#?]+)(?:\\?version=([1-9][0-9]{0,8}))?#([^#?]+)");

  /// @throws IllegalArgumentException with what is wrong
  public static VaultLocator parse(String text) {
    var matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "vault: needs MOUNT/PATH#FIELD, or MOUNT/PATH?version=N#FIELD");
    }
    var path = matcher.group(1);
    if (!VaultPath.isUsable(path) || path.indexOf('/') < 0) {
      throw new IllegalArgumentException(
          "vault: needs a mount and a path below it, which " + VaultPath.RULE);
    }
    var version = matcher.group(2);
    return new VaultLocator(
        path,
        matcher.group(3),
        version == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(version)));
  }

  /// As it is written in a configuration.
  @Override
  public String toString() {
    var number = version.isPresent() ? "?version=" + version.getAsInt() : "";
    return "vault:" + path + number + "#" + field;
  }
}
