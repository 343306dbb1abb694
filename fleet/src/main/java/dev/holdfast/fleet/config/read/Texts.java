package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.ArchiveTemplate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Texts that only some characters or forms are legal in; each parser throws what is wrong.
final class Texts {
  private static final Pattern HOST =
      Pattern.compile(
          "(?i)[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_.])?|[0-9a-f:.]{2,45}(%[a-z0-9._-]{1,16})?");
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@+$-]{0,63}");
  private static final Pattern KEY_TYPE = Pattern.compile("(ssh-|ecdsa-|sk-)[a-z0-9@.-]{1,60}");
  private static final Pattern CERTIFICATE =
      Pattern.compile("[a-z0-9@.-]+-cert-v01@openssh\\.com [A-Za-z0-9+/=]+( [^\\n]*)?");

  private Texts() {}

  /// Anything but nothing and NUL.
  static String some(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("is empty");
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("contains a NUL character");
    }
    return text;
  }

  /// A host name or address, alone.
  static String host(String text) {
    if (text.contains("@")) {
      throw new IllegalArgumentException("contains a user: write it into the key user");
    }
    if (text.startsWith("[") || text.matches("[^:]+:\\d+")) {
      throw new IllegalArgumentException(
          "is not a host alone: write the port into the key port, and addresses without brackets");
    }
    if (!HOST.matcher(text).matches()) {
      throw new IllegalArgumentException("is neither a host name nor an address");
    }
    return text;
  }

  /// A login name.
  static String user(String text) {
    if (!USER.matcher(text).matches()) {
      throw new IllegalArgumentException("is not a login name");
    }
    return text;
  }

  /// A path on a target.
  static String source(String text) {
    some(text);
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("is relative: write the complete path, starting with /");
    }
    return text;
  }

  /// A complete path on a repository host, or one that starts at the login's home: `./x`.
  static String repositoryPath(String text) {
    some(text);
    if (text.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new IllegalArgumentException("contains control characters");
    }
    var path = text.replaceAll("/{2,}", "/").replaceAll("(?<=.)/$", "");
    var inner = path.startsWith("./") ? path.substring(2) : path;
    for (var step : inner.split("/", -1)) {
      if (step.equals("..") || step.equals(".") || step.startsWith("~")) {
        throw new IllegalArgumentException("must not contain '..', '.' or '~' steps");
      }
    }
    return path;
  }

  /// The same, but complete.
  static String root(String text) {
    var path = text.equals(".") ? "." : repositoryPath(text);
    if (!path.startsWith("/") && !path.startsWith("./") && !path.equals(".")) {
      throw new IllegalArgumentException(
          "is relative: start with /, or with ./ for the login's home");
    }
    return path;
  }

  /// Lines of a known_hosts file without comments and empty lines.
  static List<String> knownHosts(String text) {
    var lines = new ArrayList<String>();
    for (var line : text.split("\\R", -1)) {
      var stripped = line.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        refuseUnlessKnownHost(stripped);
        lines.add(stripped);
      }
    }
    return lines;
  }

  private static void refuseUnlessKnownHost(String line) {
    var words = line.split("\\s+", -1);
    var first = words[0].startsWith("@") ? 1 : 0;
    if (words.length < first + 3
        || !KEY_TYPE.matcher(words[first + 1]).matches()
        || !isBlobOf(words[first + 1], words[first + 2])) {
      throw new IllegalArgumentException(
          "is no line of known_hosts: HOSTS TYPE KEY, as `ssh-keyscan HOST` prints them");
    }
  }

  private static boolean isBlobOf(String type, String blob) {
    try {
      var bytes = Base64.getDecoder().decode(blob);
      var start = new byte[] {0, 0, 0, (byte) type.length()};
      var wanted = type.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      return bytes.length > 4 + wanted.length
          && java.util.Arrays.equals(bytes, 0, 4, start, 0, 4)
          && java.util.Arrays.equals(bytes, 4, 4 + wanted.length, wanted, 0, wanted.length);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// One line of an OpenSSH user certificate.
  static String certificate(String text) {
    var line = text.strip();
    if (!CERTIFICATE.matcher(line).matches()) {
      throw new IllegalArgumentException(
          "is no OpenSSH certificate, the line of a *-cert.pub file");
    }
    return line;
  }

  /// The template of archive names.
  static ArchiveTemplate archiveName(String text) {
    try {
      return new ArchiveTemplate(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is no template of archive names: " + e.getMessage(), e);
    }
  }
}
