package dev.holdfast.secrets;

import java.net.URI;

/// Where a server is that is shown a secret.
public final class ServerAddress {
  private ServerAddress() {}

  /// An address in its only form: `https://HOST:PORT`, or plain `http` on this machine.
  ///
  /// @param example of a right one, for messages
  /// @throws IllegalArgumentException with what is wrong
  public static URI parse(String text, String example) {
    URI address;
    try {
      address = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not an address such as " + example, e);
    }
    var scheme = String.valueOf(address.getScheme());
    var host = address.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("is not an address such as " + example);
    }
    if (address.getUserInfo() != null || !address.getRawPath().isEmpty()) {
      throw new IllegalArgumentException("must end after the port");
    }
    if (scheme.equals("http") && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "would send the token in clear over a network: write https://");
    }
    return address;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]+){3}");
  }
}
