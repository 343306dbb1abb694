package dev.holdfast.secrets.age;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.SecretStore;
import dev.holdfast.secrets.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// `age:NAME`: a value of the embedded store. The store is one file that the age tool can open with
/// the identity file; both are created when the first secret is kept.
public final class AgeSecrets implements SecretProvider, SecretStore {
  /// Largest store, in bytes: passphrases and keys of ten thousand targets fit.
  public static final int STORE_BYTES_MAX = 32 << 20;

  private static final int READS_MAX = 3;

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
  public Optional<SecretStore> store() {
    return Optional.of(this);
  }

  @Override
  public Optional<Secret> find(String locator) {
    return read(locator, values -> Optional.ofNullable(values.remove(locator)))
        .map(Secret::takeOver);
  }

  /// The names of all secrets, sorted; older versions are not among them.
  public List<String> names() {
    return read(
        "", values -> values.keySet().stream().filter(name -> !AgeVersions.isOlder(name)).toList());
  }

  @Override
  public Optional<Current> current(String locator) {
    return read(
        locator,
        values -> {
          var version = new AgeVersions(values).newest(locator);
          return Optional.ofNullable(values.remove(locator))
              .map(value -> new Current(Secret.takeOver(value), version));
        });
  }

  @Override
  public Optional<Secret> version(String locator, long version) {
    return read(
        locator,
        values ->
            new AgeVersions(values)
                .keyOf(locator, version)
                .flatMap(key -> Optional.ofNullable(values.remove(key)))
                .map(Secret::takeOver));
  }

  @Override
  public List<Long> versions(String locator) {
    return read(locator, values -> new AgeVersions(values).all(locator));
  }

  /// Keeps a copy of a secret; what was there before becomes an older version.
  @Override
  public void keep(String locator, Secret secret) {
    change(
        locator,
        values -> {
          new AgeVersions(values).put(locator, secret.use(byte[]::clone));
          return true;
        });
  }

  @Override
  public long write(String locator, long expected, Secret secret) {
    return change(
        locator,
        values -> {
          var versions = new AgeVersions(values);
          requireNewest(locator, versions, expected);
          versions.put(locator, secret.use(byte[]::clone));
          return versions.newest(locator);
        });
  }

  /// Takes a secret away, with all its versions.
  @Override
  public void remove(String locator, long expected) {
    change(
        locator,
        values -> {
          var versions = new AgeVersions(values);
          requireNewest(locator, versions, expected);
          return versions.remove(locator);
        });
  }

  /// Forgets a secret, with all its versions; says whether there was one.
  public boolean forget(String locator) {
    return change(locator, values -> new AgeVersions(values).remove(locator));
  }

  private static void requireNewest(String locator, AgeVersions versions, long expected) {
    if (versions.newest(locator) != expected) {
      throw new SecretException(
          SecretException.Kind.CHANGED,
          "age:" + locator + " was written by somebody else meanwhile",
          "run the command again; it goes on from what is there now");
    }
  }

  private <R> R read(String locator, Function<NavigableMap<String, byte[]>, R> reader) {
    var values = values(called(locator));
    try {
      return reader.apply(values);
    } finally {
      AgeBox.zero(values);
    }
  }

  private <R> R change(String locator, Function<NavigableMap<String, byte[]>, R> change) {
    var called = called(locator);
    if (AgeVersions.isOlder(locator)) {
      throw new SecretException(
          SecretException.Kind.READ_ONLY,
          called + " cannot be written: names that end in @ and a number are older versions",
          "choose another name");
    }
    try (var held = lock.hold(called)) {
      var values = values(called);
      try {
        var result = change.apply(values);
        write(called, values, held);
        return result;
      } finally {
        AgeBox.zero(values);
      }
    }
  }

  private static String called(String locator) {
    return locator.isEmpty() ? "the secret store" : "age:" + locator;
  }

  /// Makes a new identity and encrypts the store for it alone. Whenever it dies, the identity file
  /// opens the store: first it holds both identities, then the store is written anew, then the old
  /// identities go. Doing it again finishes the work.
  ///
  /// @return how many secrets are kept
  public int rotateIdentity() {
    var called = called("");
    try (var held = lock.hold(called)) {
      var values = values(called);
      byte[] created = AgeIdentity.create();
      try {
        var before = files.read(called, identity, PrivateFiles.Check.PRIVATE, Secret.BYTES_MAX);
        if (before.isPresent()) {
          var both = AgeIdentity.before(created, before.get());
          files.replace(called, identity, both);
          Arrays.fill(both, (byte) 0);
          Arrays.fill(before.get(), (byte) 0);
          write(called, values, held);
          requireSame(called, values, created);
        }
        files.replace(called, identity, created);
        return (int) values.keySet().stream().filter(name -> !AgeVersions.isOlder(name)).count();
      } finally {
        Arrays.fill(created, (byte) 0);
        AgeBox.zero(values);
      }
    } catch (GeneralSecurityException e) {
      throw new SecretException(
          SecretException.Kind.READ_ONLY,
          called + " got no new identity: " + e.getMessage(),
          "remove identities from " + identity + " that open nothing any more");
    }
  }

  /// What is on the disk now opens with the new identity alone, and is what it was.
  private void requireSame(String called, NavigableMap<String, byte[]> values, byte[] created)
      throws GeneralSecurityException {
    var file = files.read(called, store, PrivateFiles.Check.ANY, STORE_BYTES_MAX);
    try {
      var written = AgeBox.open(file.orElseThrow(), AgeIdentity.parse(created));
      var same = written.keySet().equals(values.keySet());
      for (var entry : values.entrySet()) {
        same = same && Arrays.equals(entry.getValue(), written.get(entry.getKey()));
      }
      AgeBox.zero(written);
      if (same) {
        return;
      }
    } catch (IOException | RuntimeException e) {
      // Said below: its text may repeat what was decrypted.
    }
    throw new GeneralSecurityException("the store cannot be read back");
  }

  private NavigableMap<String, byte[]> values(String called) {
    for (var tries = 1; ; tries++) {
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
        // Between the two files another process may have changed the identity: look again.
        if (tries == READS_MAX) {
          // Not e's text: it may repeat what was decrypted.
          throw new SecretException(
              SecretException.Kind.UNREADABLE,
              called + ": " + store + " cannot be opened with " + identity,
              "check that both belong together: `age -d -i " + identity + " " + store + "`");
        }
      }
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

  private void write(String called, NavigableMap<String, byte[]> values, StoreLock.Held held) {
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
