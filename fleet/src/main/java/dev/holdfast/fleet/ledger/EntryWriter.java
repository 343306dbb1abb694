package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes an entry as the one text that stands for it: a JSON object in ASCII, its fields in the
/// order of `docs/spec/ledger.md`, without spaces.
final class EntryWriter {
  static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .build();

  private final ObjectNode fields = JSON.createObjectNode();

  private EntryWriter() {}

  static String text(Instant at, LedgerEntry entry) {
    var writer = new EntryWriter();
    writer.fields.put("kind", EntryKind.of(entry).text());
    writer.put("at", at);
    writer.write(entry);
    return JSON.writeValueAsString(writer.fields);
  }

  private void write(LedgerEntry entry) {
    switch (entry) {
      case LedgerEntry.RepositoryKnown(var id, var keyType, var fingerprint, var origin) -> {
        put("repository", id);
        fields.put("key_type", keyType.borgName());
        fingerprint.ifPresent(text -> fields.put("key_fingerprint", text));
        fields.put("origin", EntryKind.text(origin));
      }
      case LedgerEntry.KeyKept(var fingerprint) -> fields.put("key_fingerprint", fingerprint);
      case LedgerEntry.KeyChangeStarted(var fingerprint) ->
          fields.put("key_fingerprint", fingerprint);
      case LedgerEntry.BackupStarted(var archive) -> fields.put("archive", archive.value());
      case LedgerEntry.BackupGivenUp(var archive) -> fields.put("archive", archive.value());
      case LedgerEntry.ArchiveAcknowledged(var archive) -> put(archive);
      case LedgerEntry.ManifestSeen(var digest, var timestamp) -> {
        put("digest", digest);
        put("timestamp", timestamp);
      }
      case LedgerEntry.NoncesReserved(var start, var next) -> {
        fields.put("start", start);
        fields.put("next", next);
      }
      case LedgerEntry.RetentionDecided decided -> put(decided);
      case LedgerEntry.RetentionExecuted(var plan, var dropped) -> {
        fields.put("plan", plan);
        put("dropped", dropped);
      }
      case LedgerEntry.Compacted(var freed) -> put("freed_bytes", freed);
      case LedgerEntry.QuarantineRestarted _ -> {}
      case LedgerEntry.FindingRaised(var code, var what, var evidence, var nextStep) -> {
        fields.put("code", code);
        fields.put("what", what);
        fields.put("evidence", evidence);
        fields.put("next_step", nextStep);
      }
      case LedgerEntry.FindingClosed(var finding, var by, var reason) -> {
        fields.put("finding", finding);
        signed(by, Optional.of(reason));
      }
      case LedgerEntry.HoldPlaced(var archive, var by, var reason) -> {
        put("archive", archive);
        signed(by, Optional.of(reason));
      }
      case LedgerEntry.HoldLifted(var archive, var by, var reason) -> {
        put("archive", archive);
        signed(by, Optional.of(reason));
      }
      case LedgerEntry.RebuildAccepted(var by, var forgotten) -> {
        signed(by, Optional.empty());
        put("forgotten", forgotten);
      }
      case LedgerEntry.ChainBegun(var by, var broken, var believed) -> {
        signed(by, Optional.empty());
        fields.put("broken", broken);
        fields.put("believed", believed);
      }
      case LedgerEntry.Rewound(var by, var transaction, var aside) -> {
        signed(by, Optional.empty());
        fields.put("transaction", transaction);
        fields.put("aside", aside);
      }
    }
  }

  private void put(LedgerArchive archive) {
    put("id", archive.id());
    fields.put("name", archive.name().value());
    put("received", archive.received());
    put("started", archive.started());
    put("original_bytes", archive.figures().originalBytes());
    put("compressed_bytes", archive.figures().compressedBytes());
    put("deduplicated_bytes", archive.figures().deduplicatedBytes());
    put("files", archive.figures().files());
  }

  private void put(LedgerEntry.RetentionDecided decided) {
    fields.put("plan", decided.plan());
    var drops = fields.putArray("drops");
    for (var drop : decided.drops()) {
      drops
          .addObject()
          .put("archive", drop.archive().hex())
          .put("name", drop.name().value())
          .put("reason", drop.reason());
    }
  }

  private void signed(String by, Optional<String> reason) {
    fields.put("by", by);
    reason.ifPresent(text -> fields.put("reason", text));
  }

  private void put(String name, ObjectId id) {
    fields.put(name, id.hex());
  }

  private void put(String name, Instant time) {
    fields.put(name, time.toString());
  }

  private void put(String name, OptionalLong number) {
    number.ifPresent(value -> fields.put(name, value));
  }

  private void put(String name, List<ObjectId> ids) {
    var array = fields.putArray(name);
    ids.forEach(id -> array.add(id.hex()));
  }
}
