package dev.holdfast.fleet.run;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.Shown;
import dev.holdfast.fleet.ledger.ShownKey;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretRef;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The controller's copy of a repository's key, in the secret store. Every write of it names the
/// version that it replaces, and what is replaced stays as an older version.
final class Escrow {
  private final RunContext context;
  private final Optional<SecretRef> reference;

  Escrow(RunContext context) {
    this.context = context;
    this.reference = context.target().repository().key();
  }

  /// The key as it is kept; empty if there is none, or what is there is no key.
  Optional<KeyText> kept() {
    return reference.flatMap(this::read);
  }

  /// The key that a rotation was about to keep.
  Optional<KeyText> pending() {
    return reference.map(SecretSlot::pending).flatMap(this::read);
  }

  private Optional<KeyText> read(SecretRef ref) {
    return context.ports().secrets().find(ref).flatMap(Escrow::parse);
  }

  /// The key in a secret, which is closed; empty if it is none.
  static Optional<KeyText> parse(Secret secret) {
    try (secret) {
      return Optional.of(
          KeyText.parse(secret.use(bytes -> new String(bytes, StandardCharsets.UTF_8))));
    } catch (RefusedException _) {
      return Optional.empty();
    }
  }

  /// The secret that holds a key.
  static Secret secret(KeyText key) {
    return Secret.takeOver(key.text().getBytes(StandardCharsets.UTF_8));
  }

  /// Keeps a key. One of another repository that is kept there already stays, under its id.
  void keep(KeyText key) {
    reference.ifPresent(ref -> keep(ref, key));
  }

  private void keep(SecretRef ref, KeyText key) {
    read(ref)
        .filter(older -> !older.repository().equals(key.repository()))
        .ifPresent(older -> {
          var aside = new SecretRef(ref.scheme(), ref.locator() + "." + older.repository().hex());
          write(aside, older);
        });
    write(ref, key);
  }

  private void write(SecretRef ref, KeyText key) {
    var secrets = context.ports().secrets();
    try (var secret = secret(key)) {
      secrets
          .findStore(ref)
          .ifPresentOrElse(
              store -> new SecretSlot(store, ref).put(secret), () -> secrets.keep(ref, secret));
    }
  }

  /// Sees to it that the kept key is the one that the repository has. One that was never kept is
  /// kept now, for the repository has been proven to be what the ledger says.
  ///
  /// @return whether a change of the passphrase is half done
  /// @throws FleetException otherwise, which also becomes a finding
  boolean requireSame(Shown shown, Optional<KeyText> shownKey) {
    if (reference.isEmpty() || shown.key() instanceof ShownKey.None) {
      return false;
    }
    if (read(reference.get()).isEmpty() && isAbsent(reference.get())) {
      shownKey.ifPresent(this::keepLate);
      return false;
    }
    if (isThere(kept(), shown)) {
      return false;
    }
    if (isThere(pending(), shown)) {
      return true;
    }
    throw isOnItsWay() ? changed() : differs();
  }

  /// A change of the passphrase may have come to its end since the repository was looked at.
  private boolean isOnItsWay() {
    var identity = context.ledger().state().identity();
    var kept = kept().map(key -> key.blob().fingerprint());
    return kept.isPresent()
        && identity
            .filter(one -> one.keyFingerprint().equals(kept) || one.keyChange().equals(kept))
            .isPresent();
  }

  private FleetException changed() {
    return new FleetException(
        ErrorCode.SECRET_CHANGED,
        "the passphrase of %s was changed while this run began".formatted(context.target().name()),
        "run the command again");
  }

  private static boolean isThere(Optional<KeyText> key, Shown shown) {
    return key.filter(text -> text.repository().equals(shown.repository()))
        .map(text -> text.blob().fingerprint())
        .filter(fingerprint -> shown.key().fingerprint().equals(Optional.of(fingerprint)))
        .isPresent();
  }

  private boolean isAbsent(SecretRef ref) {
    var found = context.ports().secrets().find(ref);
    found.ifPresent(Secret::close);
    return found.isEmpty();
  }

  /// A store that cannot be written must not stop maintenance, but a person has to know.
  private void keepLate(KeyText key) {
    try {
      keep(key);
      context.log().step("kept a copy of the key, for there was none");
    } catch (SecretException e) {
      context
          .log()
          .warn(
              "no copy of the repository's key is kept: %s; %s"
                  .formatted(e.getMessage(), e.nextStep()));
    }
  }

  private FleetException differs() {
    var target = context.target().name();
    var what =
        "the key that is kept in %s is not the one that the repository of %s has"
            .formatted(reference.orElseThrow(), target);
    var next =
        "holdfast key restore %s shows how to put the kept one back; docs/user/findings.md says what else to do"
            .formatted(target);
    context.log().finding(Finding.Kind.ESCROW_DIFFERS, what, "", next);
    return new FleetException(ErrorCode.ESCROW_DIFFERS, what, next);
  }
}
