package dev.holdfast.fleet.run;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Item;
import dev.holdfast.borg.archive.ItemConsumer;
import dev.holdfast.borg.archive.ItemLimits;
import dev.holdfast.borg.archive.ItemStream;
import dev.holdfast.borg.archive.ManifestDraft;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.archive.MetadataWriter;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.repository.RepositoryException;
import dev.holdfast.borg.repository.RepositoryFailure;
import dev.holdfast.borg.repository.RepositoryReader;
import dev.holdfast.borg.repository.ServeClient;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.ledger.LedgerArchive;
import dev.holdfast.fleet.ledger.RepositoryState;
import dev.holdfast.guard.CandidateIds;
import dev.holdfast.guard.Nonces;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes a repository's list of archives anew, as the ledger says that it must be, over nothing
/// but `borg serve`: for a host where nobody can log in. Only where every object of every archive
/// that comes back is still there; whether the contents of files are whole is for `check` to see.
final class Relisting {
  /// Objects of archives that come back.
  private static final int OBJECTS_MAX = 6_000_000;

  /// What compression may add to a list, in nonces.
  private static final int NONCES_SPARE = 4096;

  private static final int NONCE_BYTES = 16;
  private static final int MICROSECOND_NANOS = 1_000;

  private final RunContext context;
  private final RepositorySecrets secrets;
  private final HostConnection host;

  Relisting(RunContext context, RepositorySecrets secrets, HostConnection host) {
    this.context = context;
    this.secrets = secrets;
    this.host = host;
  }

  /// Reads what would come back; changes nothing.
  ///
  /// @throws FleetException if an object of it is gone
  NewList plan(RepositoryState state) {
    return new RepositoryReading(context, host).ask(secrets, reader -> proven(reader, state));
  }

  /// Proves it once more under the exclusive lock, and writes.
  ///
  /// @throws FleetException if the repository has changed since
  void execute(NewList plan, RepositoryState state) {
    var _ =
        new RepositoryReading(context, host)
            .write(
                secrets,
                (reader, client) -> {
                  if (!proven(reader, state).equals(plan)) {
                    throw refused("the repository of %s has changed since the plan was shown");
                  }
                  client.replaceManifest(sealed(reader, client, draft(reader, plan, state)));
                  return true;
                });
  }

  private NewList proven(RepositoryReader reader, RepositoryState state)
      throws IOException, RefusedException {
    var shown = new HashMap<ArchiveName, ManifestEntry>();
    reader.manifest().archives().forEach(entry -> shown.put(entry.name(), entry));
    var archives = new ArrayList<ManifestEntry>();
    var back = new ArrayList<String>();
    var needed = new CandidateIds(OBJECTS_MAX);
    for (var archive : state.archives().values()) {
      var entry = shown.get(archive.name());
      if (entry != null && entry.id().equals(archive.id())) {
        archives.add(entry);
        continue;
      }
      context.log().stillAt("looking whether all of %s is there".formatted(archive.name()));
      archives.add(read(reader, archive, needed));
      back.add(archive.name().value());
    }
    reader.ids(needed::strike);
    if (needed.left() > 0) {
      throw refused(
          "%d objects of missing archives of %%s are gone, so a new list cannot bring these back"
              .formatted(needed.left()));
    }
    return new NewList(reader.manifest().digest(), archives, back, off(shown, archives));
  }

  private static List<String> off(
      Map<ArchiveName, ManifestEntry> shown, List<ManifestEntry> archives) {
    return shown.values().stream()
        .filter(entry -> !archives.contains(entry))
        .map(entry -> entry.name().value())
        .sorted()
        .toList();
  }

  /// Reads one archive to its last item, and notes of what it consists.
  private ManifestEntry read(RepositoryReader reader, LedgerArchive archive, CandidateIds needed)
      throws IOException, RefusedException {
    try {
      var listed = new ManifestEntry(archive.name(), archive.id(), archive.started());
      var metadata = reader.archive(listed);
      if (!metadata.name().equals(archive.name())) {
        throw refused("an archive of %s calls itself by another name than in the ledger");
      }
      note(needed, archive.id());
      for (var id : metadata.items()) {
        note(needed, id);
      }
      var items = new ItemStream(ItemLimits.generous(), new Noting(needed));
      reader.contents(metadata.items(), (_, content) -> items.feed(ByteBuffer.wrap(content)));
      items.end();
      return new ManifestEntry(archive.name(), archive.id(), metadata.start());
    } catch (RepositoryException e) {
      if (e.failure() == RepositoryFailure.OBJECT_NOT_FOUND) {
        throw refused(
            "the archive %s of %%s is gone, not only its place in the list"
                .formatted(archive.name().value().replace("%", "%%")));
      }
      throw e;
    }
  }

  private static void note(CandidateIds needed, ObjectId id) throws RefusedException {
    if (!needed.add(id)) {
      throw RefusedException.malformed("the missing archives have more objects than can be noted");
    }
  }

  private record Noting(CandidateIds needed) implements ItemConsumer {
    @Override
    public void chunk(ObjectId id, int plainBytes, long storedBytes) throws RefusedException {
      note(needed, id);
    }

    @Override
    public void item(Item item) {}
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
      throws IOException {
    if (!reader.keyType().encrypts()) {
      return reader.key().seal(list, Compression.LZ4, 0);
    }
    var nonces = new Nonces(new RecordedRepository(context).nonces());
    var free =
        nonces
            .free(client.freeNonce())
            .orElseThrow(() -> refused("the host of %s claims a free nonce that cannot be"));
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

  private FleetException refused(String sentence) {
    var target = context.target().name();
    return new FleetException(
        ErrorCode.NOT_REWOUND,
        sentence.formatted(target),
        "with a login on its host: holdfast rewind " + target);
  }
}
