package dev.holdfast.app;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Pinned host keys as `ssh` shows them at a first login.
final class HostKeyLines {
  private static final String AUTHORITY = "@cert-authority";

  private HostKeyLines() {}

  /// @param knownHosts lines of a known_hosts file; those that are no keys are left out
  static List<String> fingerprints(List<String> knownHosts) {
    var found = new ArrayList<String>();
    for (var line : knownHosts) {
      var fields = List.of(line.strip().split("\\s+", -1));
      var first = fields.getFirst();
      if (first.equals(AUTHORITY) && fields.size() > 3) {
        add(found, fields.get(2), fields.get(3), " (an authority that signs host keys)");
      } else if (!first.startsWith("@") && !first.startsWith("#") && fields.size() > 2) {
        add(found, fields.get(1), fields.get(2), "");
      }
    }
    return found.stream().distinct().toList();
  }

  private static void add(List<String> found, String type, String key, String what) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(key));
      found.add(
          type + " SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest) + what);
    } catch (IllegalArgumentException _) {
      // No key of any kind: whoever reads pins has said so already.
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks an algorithm that every JDK must have", e);
    }
  }
}
