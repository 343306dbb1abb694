package dev.holdfast.fleet.run;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.KeyBlob;
import dev.holdfast.borg.key.KeyPlace;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.repository.RepositoryReader;
import dev.holdfast.borg.repository.ServeClient;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The phases of a new passphrase. Each looks at what is there before it writes, so a run that
/// finds another one's work half done goes on with it.
///
/// What is pending in the store marks a change that is under way, from the first effect to the
/// last. Before the repository changes, the store holds both passphrases and both locked keys, and
/// the ledger knows both: there is no moment in which a key is locked by what nobody keeps.
final class Rotation {
  private static final int SALT_BYTES = 32;

  private final RunContext context;
  private final HostConnection host;
  private final RotateRun.Slots slots;
  private final Before before;

  /// What the run has found.
  record Before(RepositorySecrets secrets, RepositoryReading.FirstLook look) {}

  /// What the repository is to have.
  private record New(Secret passphrase, KeyText key) {
    String fingerprint() {
      return key.blob().fingerprint();
    }
  }

  Rotation(RunContext context, HostConnection host, RotateRun.Slots slots, Before before) {
    this.context = context;
    this.host = host;
    this.slots = slots;
    this.before = before;
  }

  /// @return whether it was begun before
  boolean execute() {
    var begun = !slots.passphrase().pending().isEmpty();
    var passphrase = pendingPassphrase();
    if (begun && slots.passphrase().holds(passphrase) && slots.key().pending().isEmpty()) {
      // Everything was done but for this.
      slots.passphrase().pending().remove(passphrase);
      return true;
    }
    var keySeen = slots.key().secret().map(context.scope()::keep);
    var opened = opened();
    var next = new New(passphrase, pendingKey(opened, passphrase));
    enter(new LedgerEntry.KeyChangeStarted(next.fingerprint()), next);
    changeRepository(next, opened);
    verify(next, opened);
    context.log().step("promoting the new passphrase");
    slots.passphrase().replace(next.passphrase(), before.secrets().passphrase());
    context.log().step("keeping the key that it locks");
    try (var key = Escrow.secret(next.key())) {
      slots.key().replace(key, keySeen);
      enter(new LedgerEntry.KeyKept(next.fingerprint()), next);
      context.log().step("clearing up");
      slots.key().pending().remove(key);
    }
    slots.passphrase().pending().remove(passphrase);
    return begun;
  }

  private OpenedKey opened() {
    if (before.look().own().isPresent()) {
      return before.look().own().get();
    }
    try {
      return OpenedKey.of(context, before.secrets(), before.look().lockedKey().orElseThrow());
    } catch (RefusedException e) {
      throw RepositoryTrouble.of(e, context.target());
    }
  }

  private Secret pendingPassphrase() {
    var slot = slots.passphrase().pending();
    var pending = slot.current();
    if (pending.isPresent()) {
      context.log().step("going on with the passphrase that is pending in " + slot.ref());
      return context.scope().keep(pending.get().secret());
    }
    context.log().step("making a new passphrase, pending in " + slot.ref());
    var fresh = context.scope().keep(FreshPassphrase.from(context.ports().random()));
    slot.write(fresh, SecretStore.NEVER_WRITTEN);
    return fresh;
  }

  /// The same key, locked by the new passphrase. Salt is random, so a second one would be another:
  /// it is kept before anybody else learns of it.
  private KeyText pendingKey(OpenedKey opened, Secret passphrase) {
    var slot = slots.key().pending();
    var seen = slot.version();
    var kept = slot.secret().flatMap(Escrow::parse).filter(key -> holds(key, opened, passphrase));
    if (kept.isPresent()) {
      return kept.get();
    }
    context.log().step("locking the key by it, pending in " + slot.ref());
    var salt = new byte[SALT_BYTES];
    context.ports().random().nextBytes(salt);
    var bytes = passphrase.use(byte[]::clone);
    try {
      var blob = opened.blob().locked(bytes, salt, KeyBlob.ITERATIONS);
      var text = new KeyText(opened.text().repository(), blob);
      try (var secret = Escrow.secret(text)) {
        slot.write(secret, seen);
      }
      return text;
    } catch (RefusedException e) {
      throw RepositoryTrouble.of(e, context.target());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static boolean holds(KeyText key, OpenedKey opened, Secret passphrase) {
    var bytes = passphrase.use(byte[]::clone);
    try (var inside = key.blob().open(bytes)) {
      return key.repository().equals(opened.text().repository())
          && inside.holdsSameAs(opened.blob());
    } catch (RefusedException _) {
      return false;
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private void enter(LedgerEntry entry, New next) {
    context.ledger().amend(state -> isEntered(state, entry, next) ? List.of() : List.of(entry));
  }

  private static boolean isEntered(RepositoryState state, LedgerEntry entry, New next) {
    var identity = state.identity().orElseThrow();
    var there = Optional.of(next.fingerprint());
    return identity.keyFingerprint().equals(there)
        || (entry instanceof LedgerEntry.KeyChangeStarted && identity.keyChange().equals(there));
  }

  private boolean isInRepository() {
    return KnownRepository.typeOf(context.target().repository().encryption()).place()
        == KeyPlace.REPOSITORY;
  }

  private void changeRepository(New next, OpenedKey opened) {
    if (!isInRepository()) {
      return;
    }
    context.log().step("changing the key in the repository");
    var _ =
        new RepositoryReading(context, host)
            .with(CompletableFuture.completedFuture(Optional.of(opened)))
            .write(before.secrets(), (reader, client) -> replace(reader, client, next));
  }

  /// Under the repository's exclusive lock: nobody backs up, and no other change is half done.
  private boolean replace(RepositoryReader reader, ServeClient client, New next)
      throws IOException, RefusedException {
    requireStillPending(next);
    var stored = KeyBlob.parse(reader.storedKey()).fingerprint();
    if (stored.equals(next.fingerprint())) {
      return false;
    }
    if (!Optional.of(stored).equals(before.look().shown().key().fingerprint())) {
      throw suspect("the repository of %s shows another locked key than a moment ago");
    }
    client.replaceKey(next.key().blob());
    return true;
  }

  private void requireStillPending(New next) {
    var pending =
        slots.key().pending().secret().flatMap(Escrow::parse).map(key -> key.blob().fingerprint());
    if (!pending.equals(Optional.of(next.fingerprint()))) {
      throw new SecretException(
          SecretException.Kind.CHANGED,
          "somebody else changes the passphrase of " + context.target().name() + " as well",
          "run the command again");
    }
  }

  /// What the host shows now must open with the new passphrase alone, and be the same key.
  private void verify(New next, OpenedKey opened) {
    context.log().step("opening the repository with the new passphrase");
    var outside =
        isInRepository()
            ? Optional.<Secret>empty()
            : Optional.of(context.scope().keep(Escrow.secret(next.key())));
    var secrets = new RepositorySecrets(Optional.of(next.passphrase()), outside);
    if (!shows(next, opened, secrets)) {
      requireStillPending(next);
      throw suspect("the repository of %s does not show the key that was put there");
    }
  }

  private boolean shows(New next, OpenedKey opened, RepositorySecrets secrets) {
    try {
      return new RepositoryReading(context, host)
          .asItIs()
          .ask(
              secrets,
              reader ->
                  reader
                      .lockedKey()
                      .filter(key -> key.blob().fingerprint().equals(next.fingerprint()))
                      .filter(key -> holds(key, opened, next.passphrase()))
                      .isPresent());
    } catch (FleetException e) {
      requireStillPending(next);
      throw e;
    }
  }

  private FleetException suspect(String sentence) {
    var target = context.target().name();
    var what = sentence.formatted(target);
    var next = "look at it: holdfast audit " + target + ", then holdfast key restore " + target;
    context.log().finding(Finding.Kind.SUSPECT_REPOSITORY_HOST, what, "", next);
    return new FleetException(ErrorCode.REPOSITORY_HOST_SUSPECT, what, next);
  }
}
