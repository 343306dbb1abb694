package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.file.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Builds what TLS needs from PEM files.
final class VaultTls {
  private static final int PEM_BYTES_MAX = 1 << 20;
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final VaultSettings.Tls settings;
  private final VaultWorld world;

  VaultTls(VaultSettings.Tls settings, VaultWorld world) {
    this.settings = settings;
    this.world = world;
  }

  /// Empty where the machine's own authorities do and nothing is shown.
  Optional<SSLContext> context() {
    var caFile = settings.caFile().or(() -> world.firstOf("BAO_CACERT", "VAULT_CACERT"));
    var certificate =
        settings.certificateFile().or(() -> world.firstOf("BAO_CLIENT_CERT", "VAULT_CLIENT_CERT"));
    if (caFile.isEmpty() && certificate.isEmpty()) {
      return Optional.empty();
    }
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(
          certificate.isEmpty() ? null : shown(certificate.get()),
          caFile.isEmpty() ? null : trusted(caFile.get()),
          null);
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException e) {
      throw unusable("the certificates for Vault cannot be used: " + e.getMessage());
    }
  }

  private TrustManager[] trusted(String file) throws GeneralSecurityException, IOException {
    var store = empty();
    var number = 0;
    for (var authority : certificates("ca_file", file)) {
      store.setCertificateEntry("authority " + number++, authority);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private KeyManager[] shown(String file) throws GeneralSecurityException, IOException {
    var chain = certificates("client_certificate_file", file);
    var store = empty();
    store.setKeyEntry("controller", key(chain[0]), new char[0], chain);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private Certificate[] certificates(String called, String file) throws GeneralSecurityException {
    var bytes =
        world
            .files()
            .read(called, Path.of(file), PrivateFiles.Check.ANY, PEM_BYTES_MAX)
            .orElseThrow(() -> unusable(called + ": there is no file " + file));
    var found =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))
            .toArray(Certificate[]::new);
    if (found.length == 0) {
      throw unusable(called + ": " + file + " holds no certificate in PEM");
    }
    return found;
  }

  private PrivateKey key(Certificate certificate) throws GeneralSecurityException {
    var ref =
        settings
            .key()
            .or(() ->
                world
                    .firstOf("BAO_CLIENT_KEY", "VAULT_CLIENT_KEY")
                    .map(path -> new SecretRef(SecretRef.Scheme.FILE, path)))
            .orElseThrow(() -> unusable("client_certificate_file needs client_key beside it"));
    try (var secret =
        world.secrets().apply(ref).orElseThrow(() -> unusable("there is no secret " + ref))) {
      var encoded = secret.use(VaultTls::pkcs8);
      if (encoded.length == 0) {
        throw unusable(
            ref + " is no private key in PKCS #8; convert it: openssl pkcs8 -topk8 -nocrypt");
      }
      try {
        var algorithm = certificate.getPublicKey().getAlgorithm();
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } finally {
        Arrays.fill(encoded, (byte) 0);
      }
    }
  }

  /// Empty if there is none.
  private static byte[] pkcs8(byte[] pem) {
    var begin = indexOf(pem, BEGIN);
    var end = indexOf(pem, END);
    if (begin < 0 || end < begin) {
      return new byte[0];
    }
    var lines = Arrays.copyOfRange(pem, begin + BEGIN.length(), end);
    try {
      return Base64.getMimeDecoder().decode(lines);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    } finally {
      Arrays.fill(lines, (byte) 0);
    }
  }

  private static int indexOf(byte[] bytes, String text) {
    for (var from = 0; from + text.length() <= bytes.length; from++) {
      var length = 0;
      while (length < text.length() && bytes[from + length] == text.charAt(length)) {
        length++;
      }
      if (length == text.length()) {
        return from;
      }
    }
    return -1;
  }

  private static SecretException unusable(String sentence) {
    return new SecretException(
        SecretException.Kind.UNCONFIGURED,
        sentence,
        "check ca_file, client_certificate_file and client_key in secrets.vault");
  }
}
