package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.run.Outcomes;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.Secrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/// What the controller may log in with at one host: its key, and the certificate for it if there is
/// one, which is offered first.
///
/// @param pairs in the order in which they are offered
/// @param fingerprint of the key, for messages
record LoginKeys(List<KeyPair> pairs, String fingerprint) {
  private static final int KEY_BITS = 256;

  LoginKeys {
    pairs = List.copyOf(pairs);
  }

  /// Opens the secrets of an endpoint and reads the key from memory.
  ///
  /// @throws FleetException if the key, its passphrase or the certificate is of no use
  static LoginKeys open(Endpoint.Ssh endpoint, Secrets secrets) {
    if (endpoint.key().scheme() == SecretRef.Scheme.VAULT_SSH) {
      return signed(endpoint, secrets);
    }
    var passphrase = endpoint.keyPassphrase().map(ref -> text(ref, secrets));
    var pair = read(endpoint, secrets, passphrase);
    var pairs = new ArrayList<KeyPair>();
    endpoint.certificate().ifPresent(line -> pairs.add(certified(endpoint, pair, line)));
    pairs.add(pair);
    return new LoginKeys(pairs, KeyBlob.of(pair.getPublic()).fingerprint());
  }

  /// A key that nobody has seen, for this connection alone.
  private static LoginKeys signed(Endpoint.Ssh endpoint, Secrets secrets) {
    try {
      var pair = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, KEY_BITS);
      var line =
          told(() ->
              secrets.sign(
                  endpoint.key(), PublicKeyEntry.toString(pair.getPublic()), endpoint.user()));
      return new LoginKeys(
          List.of(certified(endpoint, pair, line)), KeyBlob.of(pair.getPublic()).fingerprint());
    } catch (GeneralSecurityException e) {
      throw unusable(endpoint, "cannot be made", e);
    }
  }

  private static KeyPair read(Endpoint.Ssh endpoint, Secrets secrets, Optional<String> passphrase) {
    try (var secret = opened(endpoint.key(), secrets)) {
      return secret.use(bytes -> parse(endpoint, bytes, passphrase));
    }
  }

  private static KeyPair parse(Endpoint.Ssh endpoint, byte[] bytes, Optional<String> passphrase) {
    var asked = new boolean[1];
    FilePasswordProvider provider =
        (session, resource, retry) -> {
          asked[0] = true;
          return passphrase.orElse(null);
        };
    try {
      var name = NamedResource.ofName(endpoint.key().toString());
      var input = new ByteArrayInputStream(bytes);
      var pairs = SecurityUtils.loadKeyPairIdentities(null, name, input, provider);
      if (pairs != null && pairs.iterator().hasNext()) {
        return pairs.iterator().next();
      }
      throw unusable(endpoint, reason(asked[0], passphrase), null);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      if (e instanceof FleetException known) {
        throw known;
      }
      // The cause stays out: parsers like to quote what they could not parse.
      throw unusable(endpoint, reason(asked[0], passphrase), null);
    }
  }

  private static String reason(boolean asked, Optional<String> passphrase) {
    if (!asked) {
      return "is not a private key in OpenSSH or PEM format";
    }
    return passphrase.isEmpty()
        ? "is locked by a passphrase, but none is configured"
        : "cannot be opened with the configured passphrase";
  }

  private static KeyPair certified(Endpoint.Ssh endpoint, KeyPair pair, String line) {
    try {
      var key =
          PublicKeyEntry.parsePublicKeyEntry(line.strip())
              .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
      if (key instanceof OpenSshCertificate certificate) {
        if (!KeyUtils.compareKeys(certificate.getCertPubKey(), pair.getPublic())) {
          throw unusable(endpoint, "does not belong to the configured certificate", null);
        }
        return new KeyPair(certificate, pair.getPrivate());
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(endpoint, "has a certificate that cannot be read", e);
    }
    throw unusable(endpoint, "has a certificate that is none", null);
  }

  private static String text(SecretRef ref, Secrets secrets) {
    try (var secret = opened(ref, secrets)) {
      return secret.use(bytes -> new String(bytes, StandardCharsets.UTF_8).stripTrailing());
    }
  }

  private static dev.holdfast.secrets.Secret opened(SecretRef ref, Secrets secrets) {
    return told(() -> secrets.open(ref));
  }

  private static <T> T told(Supplier<T> opener) {
    try {
      return opener.get();
    } catch (SecretException e) {
      throw new FleetException(
          Outcomes.codeOf(e.kind()), String.valueOf(e.getMessage()), e.nextStep(), e);
    }
  }

  private static FleetException unusable(
      Endpoint.Ssh endpoint, String why, @Nullable Throwable cause) {
    // A key that is written into the configuration has no name that could be printed.
    var name =
        endpoint.key().scheme() == SecretRef.Scheme.INLINE ? "" : " (" + endpoint.key() + ")";
    return new FleetException(
        ErrorCode.PRIVATE_KEY_UNUSABLE,
        "The private key for %s%s %s.".formatted(endpoint.name(), name, why),
        "Check it with `ssh-keygen -y -f KEYFILE`; it asks for the passphrase and prints the"
            + " public key.",
        cause);
  }
}
