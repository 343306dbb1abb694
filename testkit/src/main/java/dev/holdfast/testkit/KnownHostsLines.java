package dev.holdfast.testkit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Lines of a known_hosts file.
public final class KnownHostsLines {
  private static final byte[] SALT = "a salt of 20 bytes!!".getBytes(StandardCharsets.US_ASCII);

  private KnownHostsLines() {}

  /// A line with a readable name.
  ///
  /// @param publicLine type and key
  public static String plain(String host, int port, String publicLine) {
    return name(host, port) + " " + publicLine;
  }

  /// A line as `HashKnownHosts yes` writes it.
  public static String hashed(String host, int port, String publicLine) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(SALT, "HmacSHA1"));
      var hash = mac.doFinal(name(host, port).getBytes(StandardCharsets.UTF_8));
      var base64 = Base64.getEncoder();
      return "|1|%s|%s %s"
          .formatted(base64.encodeToString(SALT), base64.encodeToString(hash), publicLine);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String name(String host, int port) {
    return port == 22 ? host : "[" + host + "]:" + port;
  }
}
