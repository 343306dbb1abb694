package dev.holdfast.fleet.run;

import dev.holdfast.secrets.Secret;
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

  /// Makes it this, whatever it is now; the same again changes nothing.
  void replace(Secret secret) {
    var _ =
        use(found ->
            found.filter(now -> same(now.secret(), secret)).isPresent()
                ? 0L
                : store.write(
                    ref.locator(),
                    found.map(SecretStore.Current::version).orElse(SecretStore.NEVER_WRITTEN),
                    secret));
  }

  /// Takes it away if it is there.
  void remove() {
    var version = use(found -> found.map(SecretStore.Current::version));
    version.ifPresent(seen -> store.remove(ref.locator(), seen));
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
