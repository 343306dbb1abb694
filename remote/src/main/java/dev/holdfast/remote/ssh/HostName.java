package dev.holdfast.remote.ssh;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A host and port as lines of known_hosts name it.
///
/// @param host lower case, without brackets
record HostName(String host, int port) {
  private static final int SSH_PORT = 22;

  HostName {
    host = host.toLowerCase(Locale.ROOT);
  }

  /// What a line that pins this host starts with.
  String canonical() {
    return port == SSH_PORT ? host : "[" + host + "]:" + port;
  }

  /// The name of the host alone, which may pin it where no line names the port.
  HostName withoutPort() {
    return new HostName(host, SSH_PORT);
  }

  /// Whether the first field of a line names this host and port. A negation wins, with or without
  /// the port.
  boolean isNamedBy(String names) {
    if (names.startsWith("|")) {
      return matchesHash(names, canonical());
    }
    var matched = false;
    for (var pattern : names.toLowerCase(Locale.ROOT).split(",", -1)) {
      var negated = pattern.startsWith("!");
      var text = negated ? pattern.substring(1) : pattern;
      if (negated && (matches(text, canonical()) || matches(text, host))) {
        return false;
      }
      matched |= !negated && matches(text, canonical());
    }
    return matched;
  }

  /// No regular expression: with many stars one would try for years.
  private static boolean matches(String pattern, String name) {
    int at = 0;
    int star = -1;
    int starAt = 0;
    for (int i = 0; i < name.length(); ) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        starAt = i;
      } else if (at < pattern.length() && isMatch(pattern.charAt(at), name.charAt(i))) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++starAt;
      } else {
        return false;
      }
    }
    return pattern.substring(at).chars().allMatch(c -> c == '*');
  }

  private static boolean isMatch(char wanted, char seen) {
    return wanted == '?' || wanted == seen;
  }

  private static boolean matchesHash(String names, String name) {
    var parts = List.of(names.split("\\|", -1));
    if (parts.size() != 4 || !parts.get(1).equals("1")) {
      return false;
    }
    try {
      var salt = Base64.getDecoder().decode(parts.get(2));
      var hash = Base64.getDecoder().decode(parts.get(3));
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(salt, "HmacSHA1"));
      return MessageDigest.isEqual(hash, mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
