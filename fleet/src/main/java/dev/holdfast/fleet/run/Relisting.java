package dev.holdfast.fleet.run;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestDraft;
import dev.holdfast.borg.archive.MetadataWriter;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.repository.RepositoryReader;
import dev.holdfast.borg.repository.ServeClient;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.guard.Nonces;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Writes a repository's list of archives anew, as the ledger says that it must be, over nothing
/// but `borg serve`: for a host where nobody can log in. Only where every object of every archive
/// that comes back is still there; whether the contents of files are whole is for `check` to see.
final class Relisting {
  /// What compression may add to a list, in nonces.
  private static final int NONCES_SPARE = 4096;

  private static final int NONCE_BYTES = 16;
  private static final int MICROSECOND_NANOS = 1_000;

  private final RunContext context;
  private final RepositorySecrets secrets;
  private final HostConnection host;
  private final CompletableFuture<Optional<OpenedKey>> own;
  private final ListProof proof;

  /// @param own the controller's copy of the key
  Relisting(
      RunContext context,
      RepositorySecrets secrets,
      HostConnection host,
      CompletableFuture<Optional<OpenedKey>> own) {
    this.context = context;
    this.secrets = secrets;
    this.host = host;
    this.own = own;
    this.proof = new ListProof(context.target().name(), context.log());
  }

  /// Reads what would come back; changes nothing.
  ///
  /// @throws FleetException if an object of it is gone
  NewList plan(RepositoryState state) {
    return reading().ask(secrets, reader -> proven(reader, state));
  }

  private NewList proven(RepositoryReader reader, RepositoryState state)
      throws IOException, RefusedException {
    try (var memory = context.ports().memory()) {
      return proof.of(reader, state, memory);
    }
  }

  /// Proves it once more under the exclusive lock, and writes.
  ///
  /// @throws FleetException if the ledger or the repository has changed since
  void execute(NewList plan, RepositoryState state) {
    var _ =
        reading()
            .write(
                secrets,
                (reader, client) -> {
                  UnchangedLedger.require(
                      context.target(), state.head(), context.ledger().state(), Rewind.PLAN_LIST);
                  if (!proven(reader, state).equals(plan)) {
                    throw refused("the repository of %s has changed since the plan was shown");
                  }
                  var list = sealed(reader, client, draft(reader, plan, state));
                  requireOnlyNonces(state, reader.keyType().encrypts() ? 1 : 0);
                  client.replaceManifest(list);
                  return true;
                });
  }

  /// Archives are read to their last items, so this takes as long as a backup may.
  private RepositoryReading reading() {
    return new RepositoryReading(context, host)
        .with(own)
        .within(context.target().policy().runDeadline());
  }

  /// That nobody else may write is the repository host's word, and proving may have taken long.
  private void requireOnlyNonces(RepositoryState planned, int reservations) {
    var entries = context.ledger().state().head().sequence() - planned.head().sequence();
    if (entries != reservations) {
      throw UnchangedLedger.changed(context.target(), Rewind.PLAN_LIST);
    }
  }

  /// Later than whatever anybody has seen.
  private byte[] draft(RepositoryReader reader, NewList plan, RepositoryState state) {
    var seen = state.manifest().map(RepositoryState.ManifestMark::timestamp).orElse(Instant.MIN);
    var now = context.log().now();
    var time = now.isAfter(seen) ? now : seen.plusNanos(MICROSECOND_NANOS);
    var draft = ManifestDraft.after(reader.manifest(), time, plan.archives());
    return new MetadataWriter(reader.key(), context.ports().random()).manifest(draft);
  }

  private byte[] sealed(RepositoryReader reader, ServeClient client, byte[] list)
      throws IOException, RefusedException {
    if (!reader.keyType().encrypts()) {
      return reader.key().seal(list, Compression.LZ4, 0);
    }
    var nonces = new Nonces(new RecordedRepository(context).nonces());
    pass(nonces, reader, client.get(ObjectId.MANIFEST));
    var free =
        nonces
            .free(client.freeNonce())
            .orElseThrow(() -> suspect("the host of %s claims a free nonce that cannot be"));
    var next = free + list.length / NONCE_BYTES + NONCES_SPARE;
    var wrong = nonces.reserve(free, next);
    if (wrong.isPresent()) {
      throw refused("no nonces are left for the list of archives of %s");
    }
    client.reserveNonces(next);
    var object = reader.key().seal(list, Compression.LZ4, free);
    if (!nonces.cover(free, reader.key().counters(object))) {
      throw new IllegalStateException("a list of archives grew by compression");
    }
    return object;
  }

  /// Whoever wrote the list that is there has used nonces for it, and had told the host before.
  private void pass(Nonces nonces, RepositoryReader reader, byte[] object) throws RefusedException {
    var key = reader.key();
    if (!Manifest.read(object, key).digest().equals(reader.manifest().digest())) {
      throw suspect("the host of %s shows another list of archives than a moment ago");
    }
    if (!nonces.passed(key.counter(object), key.counters(object))) {
      throw suspect("the list of archives of %s claims nonces that nobody can have used");
    }
  }

  private FleetException suspect(String sentence) {
    return new FleetException(
        ErrorCode.REPOSITORY_HOST_SUSPECT,
        sentence.formatted(context.target().name()),
        "do not write to it; docs/user/findings.md says what to do");
  }

  private FleetException refused(String sentence) {
    var target = context.target().name();
    return new FleetException(
        ErrorCode.NOT_REWOUND,
        sentence.formatted(target),
        "with a login on its host: holdfast rewind " + target);
  }
}
