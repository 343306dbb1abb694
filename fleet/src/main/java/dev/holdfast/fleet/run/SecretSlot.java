package dev.holdfast.fleet.run;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.SecretStore;
import dev.holdfast.secrets.Secrets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Function;

/// One name in a store of versioned secrets. Each write names what it has seen, so nobody else's is
/// lost.
record SecretSlot(SecretStore store, SecretRef ref) {
  private static final String PENDING = ".pending";

  /// @throws dev.holdfast.secrets.SecretException if no versions are kept there
  static SecretSlot of(Secrets secrets, SecretRef ref) {
    return new SecretSlot(secrets.store(ref), ref);
  }

  /// Beside it, what is to take its place.
  SecretSlot pending() {
    return new SecretSlot(store, pending(ref));
  }

  static SecretRef pending(SecretRef ref) {
    return new SecretRef(ref.scheme(), ref.locator() + PENDING);
  }

  Optional<SecretStore.Current> current() {
    return store.current(ref.locator());
  }

  boolean isEmpty() {
    return use(found -> found.isEmpty());
  }

  /// Whether it is there, and the same.
  boolean holds(Secret secret) {
    return use(found -> found.filter(now -> same(now.secret(), secret)).isPresent());
  }

  /// The version that is there; [SecretStore#NEVER_WRITTEN] if there is none.
  long version() {
    return use(found -> versionOf(found));
  }

  /// What is there now, which the reader closes.
  Optional<Secret> secret() {
    return current().map(SecretStore.Current::secret);
  }

  /// Makes it this, whatever it is now. The same again changes nothing.
  void put(Secret secret) {
    var _ =
        use(found -> {
          var same = found.filter(now -> same(now.secret(), secret)).isPresent();
          return same ? versionOf(found) : store.write(ref.locator(), versionOf(found), secret);
        });
  }

  /// Makes it this, if it is still what was seen. The same again changes nothing. The value is
  /// compared and not the version seen, for a store may count what lies beside it as well.
  ///
  /// @throws SecretException if somebody else has written since
  void replace(Secret secret, Optional<Secret> seen) {
    if (holds(secret)) {
      return;
    }
    var _ =
        use(found -> {
          var unchanged =
              found.isPresent() == seen.isPresent()
                  && (found.isEmpty() || same(found.get().secret(), seen.orElseThrow()));
          if (!unchanged) {
            throw new SecretException(
                SecretException.Kind.CHANGED,
                ref + " was written by somebody else meanwhile",
                "run the command again; it goes on from what is there now");
          }
          return store.write(ref.locator(), versionOf(found), secret);
        });
  }

  void write(Secret secret, long seen) {
    store.write(ref.locator(), seen, secret);
  }

  /// Takes it away if it is still this: what somebody else has put there since stays.
  void remove(Secret secret) {
    var version =
        use(found ->
            found.filter(now -> same(now.secret(), secret)).isPresent()
                ? versionOf(found)
                : SecretStore.NEVER_WRITTEN);
    if (version != SecretStore.NEVER_WRITTEN) {
      store.remove(ref.locator(), version);
    }
  }

  private static long versionOf(Optional<SecretStore.Current> found) {
    return found.map(SecretStore.Current::version).orElse(SecretStore.NEVER_WRITTEN);
  }

  private <R> R use(Function<Optional<SecretStore.Current>, R> reader) {
    var found = current();
    try {
      return reader.apply(found);
    } finally {
      found.ifPresent(SecretStore.Current::close);
    }
  }

  private static boolean same(Secret one, Secret other) {
    return one.use(bytes -> other.use(others -> MessageDigest.isEqual(bytes, others)));
  }
}
