package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretException.Kind;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.SecretStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// `vault:MOUNT/PATH#FIELD`: a field of a secret in a key-value mount. What was read stays in
/// memory, so that a run reads each path once; it is zeroed in the end. The virtual threads that
/// read ahead end before [#prepare] does.
final class VaultSecrets implements SecretProvider, SecretStore, AutoCloseable {
  private final VaultKv kv;
  private final Semaphore reads;
  private final Map<String, CompletableFuture<KvAnswer>> seen = new ConcurrentHashMap<>();

  VaultSecrets(VaultKv kv, int readsMax) {
    this.kv = kv;
    this.reads = new Semaphore(readsMax);
  }

  @Override
  public SecretRef.Scheme scheme() {
    return SecretRef.Scheme.VAULT;
  }

  @Override
  public Optional<SecretStore> store() {
    return Optional.of(this);
  }

  @Override
  public void prepare(Collection<String> locators) {
    var threads = new ArrayList<Thread>();
    for (var locator : locators) {
      var parsed = parse(locator);
      if (!seen.containsKey(key(parsed))) {
        threads.add(Thread.ofVirtual().name("read of " + parsed.path()).start(() -> ahead(parsed)));
      }
    }
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void ahead(VaultLocator locator) {
    try {
      seen(locator);
    } catch (SecretException _) {
      // It stays there for whoever needs the secret.
    }
  }

  @Override
  public Optional<Secret> find(String locator) {
    var parsed = parse(locator);
    try {
      return field(parsed, seen(parsed));
    } catch (SecretException e) {
      // A failure is told to those who waited for it; the next one asks the server again.
      seen.computeIfPresent(
          key(parsed), (_, answer) -> answer.isCompletedExceptionally() ? null : answer);
      throw e;
    }
  }

  private KvAnswer seen(VaultLocator locator) {
    var mine = new CompletableFuture<KvAnswer>();
    var first = seen.putIfAbsent(key(locator), mine);
    if (first != null) {
      return joined(first);
    }
    reads.acquireUninterruptibly();
    try {
      mine.complete(kv.read(locator.path(), number(locator)));
    } catch (SecretException e) {
      mine.completeExceptionally(e);
    } finally {
      reads.release();
    }
    return joined(mine);
  }

  private static KvAnswer joined(CompletableFuture<KvAnswer> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof SecretException known ? known : e;
    }
  }

  private static Optional<Secret> field(VaultLocator locator, KvAnswer answer) {
    return switch (answer) {
      case KvAnswer.Absent _ -> Optional.empty();
      case KvAnswer.Deleted deleted -> throw deleted(locator, deleted);
      case KvAnswer.Present present -> field(locator, present);
    };
  }

  private static Optional<Secret> field(VaultLocator locator, KvAnswer.Present present) {
    var value = present.fields().at(locator.field());
    if (value.isNothing()) {
      return Optional.empty();
    }
    return Optional.of(
        value
            .copy()
            .filter(bytes -> bytes.length <= Secret.BYTES_MAX)
            .map(Secret::takeOver)
            .orElseThrow(() ->
                new SecretException(
                    Kind.UNREADABLE,
                    locator + " is a table or a list, or has more than 1 MiB",
                    "name a field that is a text")));
  }

  private static SecretException deleted(VaultLocator locator, KvAnswer.Deleted deleted) {
    var number = deleted.version();
    return deleted.isDestroyed()
        ? new SecretException(
            Kind.MISSING,
            locator + ": version " + number + " was destroyed",
            "refer to another version, or write the secret anew")
        : new SecretException(
            Kind.MISSING,
            locator
                + ": version "
                + number
                + " was deleted at "
                + VaultFailure.quoted(deleted.when()),
            "bring it back: bao kv undelete -versions=" + number + " " + locator.path());
  }

  @Override
  public Optional<Current> current(String locator) {
    var parsed = newest(locator);
    return present(parsed)
        .flatMap(present -> {
          try {
            return field(parsed, present).map(secret -> new Current(secret, present.version()));
          } finally {
            present.fields().zero();
          }
        });
  }

  /// Not from memory: whoever writes must know what is there now.
  private Optional<KvAnswer.Present> present(VaultLocator locator) {
    return switch (kv.read(locator.path(), OptionalLong.empty())) {
      case KvAnswer.Present present -> Optional.of(present);
      case KvAnswer.Absent _ -> Optional.empty();
      case KvAnswer.Deleted deleted -> throw deleted(locator, deleted);
    };
  }

  @Override
  public Optional<Secret> version(String locator, long version) {
    var parsed = newest(locator);
    requireVersions(parsed);
    return switch (kv.read(parsed.path(), OptionalLong.of(version))) {
      case KvAnswer.Absent _, KvAnswer.Deleted _ -> Optional.empty();
      case KvAnswer.Present present -> {
        try {
          yield field(parsed, present);
        } finally {
          present.fields().zero();
        }
      }
    };
  }

  @Override
  public List<Long> versions(String locator) {
    return kv.versions(newest(locator).path());
  }

  @Override
  public long write(String locator, long expected, Secret secret) {
    var parsed = newest(locator);
    requireVersions(parsed);
    requireText(parsed, secret);
    return changed(parsed, expected, fields -> fields.put(parsed.field(), secret));
  }

  @Override
  public void remove(String locator, long expected) {
    var parsed = newest(locator);
    requireVersions(parsed);
    changed(parsed, expected, fields -> fields.remove(parsed.field()));
  }

  @Override
  public void keep(String locator, Secret secret) {
    var parsed = newest(locator);
    requireText(parsed, secret);
    var present = present(parsed);
    var fields = VaultKv.copyOf(present);
    fields.put(parsed.field(), secret);
    replace(parsed, present.map(KvAnswer.Present::version).orElse(0L), present, fields);
  }

  private interface Change {
    void apply(Map<String, Object> fields);
  }

  /// The version of a field is that of the secret it is in; one that is not there has none.
  private long changed(VaultLocator locator, long expected, Change change) {
    var present = present(locator);
    var fields = VaultKv.copyOf(present);
    var version = present.map(KvAnswer.Present::version).orElse(0L);
    var seenVersion = fields.containsKey(locator.field()) ? version : NEVER_WRITTEN;
    if (seenVersion != expected) {
      present.ifPresent(found -> found.fields().zero());
      throw changed(locator);
    }
    change.apply(fields);
    return replace(locator, version, present, fields);
  }

  private long replace(
      VaultLocator locator,
      long version,
      Optional<KvAnswer.Present> present,
      Map<String, Object> fields) {
    try {
      return kv.write(locator.path(), version, fields).orElseThrow(() -> changed(locator));
    } finally {
      present.ifPresent(found -> found.fields().zero());
      forget(locator.path());
    }
  }

  private static SecretException changed(VaultLocator locator) {
    return new SecretException(
        Kind.CHANGED,
        locator + " was written by somebody else meanwhile",
        "run the command again; it goes on from what is there now");
  }

  private void requireVersions(VaultLocator locator) {
    if (!kv.isVersioned(locator.path())) {
      throw new SecretException(
          Kind.READ_ONLY,
          locator + " keeps no older versions: its mount is KV version 1",
          "upgrade the mount (`bao kv enable-versioning`), or refer to another");
    }
  }

  private static void requireText(VaultLocator locator, Secret secret) {
    try {
      secret.useCharacters(characters -> characters.length);
    } catch (IllegalArgumentException _) {
      throw new SecretException(
          Kind.READ_ONLY,
          locator + " cannot be written: Vault keeps texts, and this secret is none",
          "keep it encoded, or refer to a place such as age:NAME");
    }
  }

  @Override
  public String howToProvide(String locator) {
    var parsed = parse(locator);
    return "write the field: bao kv patch "
        + parsed.path()
        + " "
        + parsed.field()
        + "=- <FILE"
        + " (kv put where the path is new)";
  }

  private static VaultLocator newest(String locator) {
    var parsed = parse(locator);
    if (parsed.version().isPresent()) {
      throw new SecretException(
          Kind.READ_ONLY,
          parsed + " names one version, which never changes",
          "leave ?version= out where Holdfast is to write");
    }
    return parsed;
  }

  private static VaultLocator parse(String locator) {
    try {
      return VaultLocator.parse(locator);
    } catch (IllegalArgumentException e) {
      throw new SecretException(
          Kind.UNREADABLE, "vault:" + locator + ": " + e.getMessage(), "correct the reference");
    }
  }

  private static OptionalLong number(VaultLocator locator) {
    return locator.version().isPresent()
        ? OptionalLong.of(locator.version().getAsInt())
        : OptionalLong.empty();
  }

  private static String key(VaultLocator locator) {
    return locator.version().isPresent()
        ? locator.path() + "?" + locator.version().getAsInt()
        : locator.path();
  }

  private void forget(String path) {
    var older = seen.remove(path);
    if (older != null) {
      zero(older);
    }
  }

  private static void zero(CompletableFuture<KvAnswer> future) {
    if (future.isDone()
        && !future.isCompletedExceptionally()
        && future.join() instanceof KvAnswer.Present present) {
      present.fields().zero();
    }
  }

  @Override
  public void close() {
    seen.values().forEach(VaultSecrets::zero);
    seen.clear();
  }
}
