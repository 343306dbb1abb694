package dev.holdfast.fleet.run;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.KeyBlob;
import dev.holdfast.borg.key.KeyPlace;
import dev.holdfast.borg.repository.RepositoryReader;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.LedgerEntry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Puts the kept key back into its repository, where it was lost or replaced. It must open with the
/// passphrase and prove the repository's list of archives before anything is written.
final class KeyRestore {
  private static final String COMMAND = "holdfast key restore";
  private static final String NONE = "no key that can be read";

  private final RunContext context;
  private final RepositorySecrets secrets;
  private final OpenedKey own;

  KeyRestore(RunContext context) {
    this.context = context;
    requireInRepository();
    this.secrets = RepositorySecrets.passphraseOnly(context);
    this.own = opened();
  }

  private void requireInRepository() {
    var target = context.target();
    var encryption = target.repository().encryption();
    if (KnownRepository.typeOf(encryption).place() != KeyPlace.REPOSITORY) {
      throw new FleetException(
          ErrorCode.KEY_MISSING,
          "the repository of %s has the mode %s and holds no key"
              .formatted(target.name(), encryption.borgName()),
          encryption.keyIsOutside()
              ? "nothing is to be put back: Holdfast takes the kept key; for borg itself: holdfast key export "
                  + target.name()
              : "nothing is to be put back");
    }
  }

  private OpenedKey opened() {
    var target = context.target();
    var text =
        new Escrow(context)
            .kept()
            .orElseThrow(() ->
                new FleetException(
                    ErrorCode.SECRET_MISSING,
                    "no copy of the key of %s is kept in %s"
                        .formatted(target.name(), target.repository().key().orElseThrow()),
                    "look for a paper key or a copy elsewhere, and use borg key import"));
    try {
      return OpenedKey.of(context, secrets, text);
    } catch (RefusedException e) {
      throw RepositoryTrouble.of(e, target);
    }
  }

  /// Looks; changes nothing.
  KeyRestorePlan plan() {
    var head = context.ledger().state().head();
    var stored = reading().ask(secrets, KeyRestore::stored);
    var kept = own.text().blob().fingerprint();
    return new KeyRestorePlan(context.target(), head, stored, kept, !stored.equals(kept));
  }

  /// Puts it there.
  ///
  /// @throws FleetException if the ledger or the repository has changed since
  void execute(KeyRestorePlan plan) {
    UnchangedLedger.require(context.target(), plan.head(), context.ledger().state(), COMMAND);
    var blob = own.text().blob();
    var _ =
        reading()
            .write(
                secrets,
                (reader, client) -> {
                  if (!stored(reader).equals(plan.stored())) {
                    throw UnchangedLedger.changed(context.target(), COMMAND);
                  }
                  client.replaceKey(blob);
                  return true;
                });
    if (!reading().ask(secrets, KeyRestore::stored).equals(blob.fingerprint())) {
      throw new FleetException(
          ErrorCode.REPOSITORY_HOST_SUSPECT,
          "the repository of %s does not show the key that was put there"
              .formatted(context.target().name()),
          "look at its host, then at its configuration file");
    }
    context
        .ledger()
        .amend(state ->
            state.identity().isEmpty()
                ? List.of()
                : List.of(new LedgerEntry.KeyKept(blob.fingerprint())));
  }

  private RepositoryReading reading() {
    return new RepositoryReading(context, new Connections(context).repositoryHost())
        .with(CompletableFuture.completedFuture(Optional.of(own)));
  }

  private static String stored(RepositoryReader reader) throws IOException {
    try {
      return KeyBlob.parse(reader.storedKey()).fingerprint();
    } catch (RefusedException _) {
      return NONE;
    }
  }
}
