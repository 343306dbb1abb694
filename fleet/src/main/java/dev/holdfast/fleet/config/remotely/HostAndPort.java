package dev.holdfast.fleet.config.remotely;

import java.util.regex.Pattern;

/// A host as that tool writes it: `h` or `h:port`; and, which it never could, a bare IPv6 address,
/// `[v6]` or `[v6]:port`.
///
/// @param port 22 where none is written
record HostAndPort(String host, int port) {
  private static final Pattern BRACKETS =
      Pattern.compile("\\[([0-9A-Fa-f:.%a-z]+)](?::(\\d{1,5}))?");
  private static final Pattern WITH_PORT = Pattern.compile("([^:\\[\\]]+):(\\d{1,5})");
  private static final Pattern ALONE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%\\w+)?");

  /// @throws IllegalArgumentException with what is wrong
  static HostAndPort parse(String text) {
    var brackets = BRACKETS.matcher(text);
    if (brackets.matches()) {
      return new HostAndPort(brackets.group(1), port(brackets.group(2)));
    }
    var withPort = WITH_PORT.matcher(text);
    if (withPort.matches() && ALONE.matcher(withPort.group(1)).matches()) {
      return new HostAndPort(withPort.group(1), port(withPort.group(2)));
    }
    if (ALONE.matcher(text).matches()
        || (ADDRESS.matcher(text).matches() && text.indexOf(':') != text.lastIndexOf(':'))) {
      return new HostAndPort(text, 22);
    }
    throw new IllegalArgumentException("is no host: write HOST, HOST:PORT or [ADDRESS]:PORT");
  }

  private static int port(@org.jspecify.annotations.Nullable String digits) {
    if (digits == null) {
      return 22;
    }
    var port = Integer.parseInt(digits);
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("has a port that is not between 1 and 65535");
    }
    return port;
  }
}
