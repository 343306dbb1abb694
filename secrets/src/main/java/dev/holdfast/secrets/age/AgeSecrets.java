package dev.holdfast.secrets.age;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// `age:NAME`: a value of the embedded store. The store is one file that the age tool can open with
/// the identity file; both are created when the first secret is kept.
public final class AgeSecrets implements SecretProvider {
  /// Largest store, in bytes: passphrases and keys of ten thousand targets fit.
  public static final int STORE_BYTES_MAX = 32 << 20;

  private final Path store;
  private final Path identity;
  private final PrivateFiles files;
  private final StoreLock lock;

  /// @param store the encrypted file
  /// @param identity the file that opens it, mode 0600
  /// @param files reads and replaces both
  /// @param pause between two tries to lock the store
  public AgeSecrets(Path store, Path identity, PrivateFiles files, Pause pause) {
    this.store = store;
    this.identity = identity;
    this.files = files;
    this.lock = new StoreLock(store, pause);
  }

  @Override
  public SecretRef.Scheme scheme() {
    return SecretRef.Scheme.AGE;
  }

  @Override
  public Optional<Secret> find(String locator) {
    var values = values("age:" + locator);
    var value = Optional.ofNullable(values.remove(locator));
    AgeBox.zero(values);
    return value.map(Secret::takeOver);
  }

  /// The names of all secrets, sorted.
  public List<String> names() {
    var values = values("the secret store");
    AgeBox.zero(values);
    return List.copyOf(values.keySet());
  }

  @Override
  public void keep(String locator, Secret secret) {
    var called = "age:" + locator;
    try (var held = lock.hold(called)) {
      var values = values(called);
      try {
        var older = values.put(locator, secret.use(byte[]::clone));
        if (older != null) {
          Arrays.fill(older, (byte) 0);
        }
        write(called, values, held);
      } finally {
        AgeBox.zero(values);
      }
    }
  }

  /// Forgets a secret; says whether there was one.
  public boolean forget(String locator) {
    var called = "age:" + locator;
    try (var held = lock.hold(called)) {
      var values = values(called);
      try {
        var older = values.remove(locator);
        if (older == null) {
          return false;
        }
        Arrays.fill(older, (byte) 0);
        write(called, values, held);
        return true;
      } finally {
        AgeBox.zero(values);
      }
    }
  }

  private SortedMap<String, byte[]> values(String called) {
    var file = files.read(called, store, PrivateFiles.Check.ANY, STORE_BYTES_MAX);
    if (file.isEmpty()) {
      return new TreeMap<>();
    }
    var opener = opener(called);
    if (opener.isEmpty()) {
      throw new SecretException(
          SecretException.Kind.UNREADABLE,
          called + ": the identity " + identity + " that opens " + store + " is missing",
          "put it back from your recovery kit; without it the store cannot be opened");
    }
    try {
      return AgeBox.open(file.get(), opener.get());
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      // Not e's text: it may repeat what was decrypted.
      throw new SecretException(
          SecretException.Kind.UNREADABLE,
          called + ": " + store + " cannot be opened with " + identity,
          "check that both belong together: `age -d -i " + identity + " " + store + "`");
    }
  }

  private Optional<AgeIdentity> opener(String called) {
    var file = files.read(called, identity, PrivateFiles.Check.PRIVATE, Secret.BYTES_MAX);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(AgeIdentity.parse(file.get()));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new SecretException(
          SecretException.Kind.UNREADABLE,
          called + ": " + identity + " is no age identity with an X25519 key",
          "create one with `age-keygen -o " + identity + "`, or put the right one back");
    } finally {
      Arrays.fill(file.get(), (byte) 0);
    }
  }

  private void write(String called, SortedMap<String, byte[]> values, StoreLock.Held held) {
    held.require();
    try {
      var opener = opener(called);
      if (opener.isEmpty()) {
        var created = AgeIdentity.create();
        files.replace(called, identity, created);
        opener = Optional.of(AgeIdentity.parse(created));
        Arrays.fill(created, (byte) 0);
      }
      var file = AgeBox.close(values, opener.get());
      if (file.length > STORE_BYTES_MAX) {
        throw new SecretException(
            SecretException.Kind.READ_ONLY,
            called + ": " + store + " would be larger than " + STORE_BYTES_MAX + " bytes",
            "keep large secrets in files, as file:PATH");
      }
      files.replace(called, store, file);
    } catch (GeneralSecurityException | IOException e) {
      throw new SecretException(
          SecretException.Kind.READ_ONLY,
          called + " cannot be written: encryption for " + identity + " failed",
          "check the identity file");
    }
  }

  @Override
  public String howToProvide(String locator) {
    return "holdfast secret set " + locator;
  }
}
