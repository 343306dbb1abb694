package dev.holdfast.remote.ssh;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/// The lines of known_hosts that speak of one host. Without a matching line no key is trusted.
final class HostKeyPins {
  private static final List<String> TYPES =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "rsa-sha2-512",
          "rsa-sha2-256");

  private final Set<KeyBlob> pinned = new LinkedHashSet<>();
  private final Set<KeyBlob> authorities = new HashSet<>();
  private final Set<KeyBlob> revoked = new HashSet<>();

  private HostKeyPins() {}

  /// Reads all lines and keeps those that name the host. As OpenSSH does, lines without the port
  /// are used only if none has it; but what they revoke stays revoked.
  ///
  /// @throws IllegalArgumentException if a line cannot be read; the message says which
  static HostKeyPins parse(List<String> lines, HostName name) {
    var pins = exactly(lines, name);
    var plain = exactly(lines, name.withoutPort());
    pins.revoked.addAll(plain.revoked);
    if (pins.pinned.isEmpty() && pins.authorities.isEmpty()) {
      pins.pinned.addAll(plain.pinned);
      pins.authorities.addAll(plain.authorities);
    }
    return pins;
  }

  private static HostKeyPins exactly(List<String> lines, HostName name) {
    var pins = new HostKeyPins();
    for (var text : lines) {
      var line = text.strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        pins.add(line, name);
      }
    }
    return pins;
  }

  /// Judges the key or host certificate that the server proved to own.
  HostKeyVerdict judge(PublicKey key) {
    if (key instanceof OpenSshCertificate certificate) {
      return judge(certificate);
    }
    var seen = KeyBlob.of(key);
    if (revoked.contains(seen)) {
      return new HostKeyVerdict.Revoked(seen);
    }
    return pinned.contains(seen) ? new HostKeyVerdict.Trusted() : stranger(seen);
  }

  /// Host key algorithms in the order in which they are offered, so that a server with several keys
  /// shows the one that is pinned. Certificates are asked for only where an authority is pinned.
  List<String> algorithms() {
    var order = new LinkedHashSet<String>();
    if (!authorities.isEmpty()) {
      TYPES.forEach(type -> order.add(type + "-cert-v01@openssh.com"));
    }
    var types = new HashSet<String>();
    pinned.forEach(blob -> types.add(blob.type()));
    TYPES.stream().filter(type -> types.contains(keyType(type))).forEach(order::add);
    order.addAll(TYPES);
    return List.copyOf(order);
  }

  private HostKeyVerdict judge(OpenSshCertificate certificate) {
    var authority = KeyBlob.of(certificate.getCaPubKey());
    var seen = KeyBlob.of(certificate.getCertPubKey());
    if (revoked.contains(authority) || revoked.contains(seen)) {
      return new HostKeyVerdict.Revoked(seen);
    }
    return authorities.contains(authority) || pinned.contains(seen)
        ? new HostKeyVerdict.Trusted()
        : stranger(seen);
  }

  private HostKeyVerdict stranger(KeyBlob seen) {
    var known = new ArrayList<String>();
    pinned.forEach(blob -> known.add(blob.fingerprint()));
    authorities.forEach(blob -> known.add("authority " + blob.fingerprint()));
    return known.isEmpty()
        ? new HostKeyVerdict.Unknown(seen)
        : new HostKeyVerdict.Changed(seen, known);
  }

  private void add(String line, HostName name) {
    var words = new ArrayList<>(List.of(line.split("\\s+")));
    var marker =
        words.getFirst().startsWith("@")
            ? Optional.of(words.removeFirst())
            : Optional.<String>empty();
    if (words.size() < 3) {
      throw new IllegalArgumentException(
          "the known_hosts line \"" + line + "\" needs a name, a type and a key");
    }
    var blob = blob(line, words.get(1), words.get(2));
    if (!name.isNamedBy(words.getFirst())) {
      return;
    }
    switch (marker.orElse("")) {
      case "" -> pinned.add(blob);
      case "@cert-authority" -> authorities.add(blob);
      case "@revoked" -> revoked.add(blob);
      default ->
          throw new IllegalArgumentException(
              "the known_hosts line \"" + line + "\" has an unknown marker");
    }
  }

  private static KeyBlob blob(String line, String type, String base64) {
    try {
      return KeyBlob.parse(type, base64);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the known_hosts line \"" + line + "\" holds no readable key", e);
    }
  }

  private static String keyType(String algorithm) {
    return algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm;
  }
}
