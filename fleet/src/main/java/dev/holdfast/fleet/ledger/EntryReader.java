package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.key.KeyType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads what [EntryWriter] wrote, and nothing else: a text that would be written in another way is
/// refused.
final class EntryReader {
  private final JsonNode fields;

  private EntryReader(JsonNode fields) {
    this.fields = fields;
  }

  /// @throws UnreadableEntryException if it is no entry, or one of a kind that is not known here
  static LedgerRecord read(long sequence, String content) throws UnreadableEntryException {
    try {
      var reader = new EntryReader(EntryWriter.JSON.readTree(content));
      var kind = EntryKind.parse(reader.text("kind"));
      if (kind.isEmpty()) {
        throw new UnreadableEntryException("its kind is not known; a newer Holdfast wrote it");
      }
      var at = reader.time("at");
      var entry = reader.entry(kind.get());
      if (!EntryWriter.text(at, entry).equals(content)) {
        throw new UnreadableEntryException("it is not written as Holdfast writes it");
      }
      return new LedgerRecord(sequence, at, entry);
    } catch (JacksonException e) {
      // What the exception says is about a parser, not about the entry.
      throw new UnreadableEntryException("it is no JSON object as Holdfast writes one");
    } catch (RefusedException | DateTimeException e) {
      throw new UnreadableEntryException("it cannot be read: " + e.getMessage());
    }
  }

  private LedgerEntry entry(EntryKind kind) throws UnreadableEntryException, RefusedException {
    return switch (kind) {
      case REPOSITORY_KNOWN ->
          new LedgerEntry.RepositoryKnown(
              id("repository"), keyType(), optionalText("key_fingerprint"), origin());
      case KEY_KEPT -> new LedgerEntry.KeyKept(text("key_fingerprint"));
      case KEY_CHANGE_STARTED -> new LedgerEntry.KeyChangeStarted(text("key_fingerprint"));
      case BACKUP_STARTED -> new LedgerEntry.BackupStarted(ArchiveName.parse(text("archive")));
      case BACKUP_GIVEN_UP -> new LedgerEntry.BackupGivenUp(ArchiveName.parse(text("archive")));
      case ARCHIVE_ACKNOWLEDGED -> new LedgerEntry.ArchiveAcknowledged(archive());
      case MANIFEST_SEEN -> new LedgerEntry.ManifestSeen(id("digest"), time("timestamp"));
      case NONCES_RESERVED -> new LedgerEntry.NoncesReserved(number("start"), number("next"));
      case RETENTION_DECIDED -> new LedgerEntry.RetentionDecided(text("plan"), drops());
      case RETENTION_EXECUTED -> new LedgerEntry.RetentionExecuted(text("plan"), ids("dropped"));
      case COMPACTED -> new LedgerEntry.Compacted(optionalNumber("freed_bytes"));
      case QUARANTINE_RESTARTED -> new LedgerEntry.QuarantineRestarted();
      case FINDING_RAISED ->
          new LedgerEntry.FindingRaised(
              text("code"), text("what"), text("evidence"), text("next_step"));
      case FINDING_CLOSED ->
          new LedgerEntry.FindingClosed(number("finding"), text("by"), text("reason"));
      case HOLD_PLACED -> new LedgerEntry.HoldPlaced(id("archive"), text("by"), text("reason"));
      case HOLD_LIFTED -> new LedgerEntry.HoldLifted(id("archive"), text("by"), text("reason"));
      case REBUILD_ACCEPTED -> new LedgerEntry.RebuildAccepted(text("by"), ids("forgotten"));
      case CHAIN_BEGUN ->
          new LedgerEntry.ChainBegun(text("by"), text("broken"), number("believed"));
      case REWOUND -> new LedgerEntry.Rewound(text("by"), number("transaction"), text("aside"));
    };
  }

  private LedgerArchive archive() throws UnreadableEntryException, RefusedException {
    return new LedgerArchive(
        id("id"),
        ArchiveName.parse(text("name")),
        time("received"),
        time("started"),
        new LedgerArchive.Figures(
            optionalNumber("original_bytes"),
            optionalNumber("compressed_bytes"),
            optionalNumber("deduplicated_bytes"),
            optionalNumber("files")));
  }

  private List<LedgerEntry.RetentionDecided.Drop> drops()
      throws UnreadableEntryException, RefusedException {
    var drops = new ArrayList<LedgerEntry.RetentionDecided.Drop>();
    for (var node : array("drops")) {
      var drop = new EntryReader(node);
      drops.add(
          new LedgerEntry.RetentionDecided.Drop(
              drop.id("archive"), ArchiveName.parse(drop.text("name")), drop.text("reason")));
    }
    return drops;
  }

  private KeyType keyType() throws UnreadableEntryException {
    var name = text("key_type");
    return Arrays.stream(KeyType.values())
        .filter(type -> type.borgName().equals(name))
        .findAny()
        .orElseThrow(() -> new UnreadableEntryException("it names an unknown type of key"));
  }

  private LedgerEntry.Origin origin() throws UnreadableEntryException {
    var name = text("origin");
    return Arrays.stream(LedgerEntry.Origin.values())
        .filter(origin -> EntryKind.text(origin).equals(name))
        .findAny()
        .orElseThrow(() -> new UnreadableEntryException("it names an unknown origin"));
  }

  private List<ObjectId> ids(String name) throws UnreadableEntryException, RefusedException {
    var ids = new ArrayList<ObjectId>();
    for (var node : array(name)) {
      ids.add(ObjectId.parseHex(node.asString()));
    }
    return ids;
  }

  private JsonNode array(String name) throws UnreadableEntryException {
    return field(name)
        .filter(JsonNode::isArray)
        .orElseThrow(() -> new UnreadableEntryException("it lacks the list " + name));
  }

  private ObjectId id(String name) throws UnreadableEntryException, RefusedException {
    return ObjectId.parseHex(text(name));
  }

  private Instant time(String name) throws UnreadableEntryException {
    return Instant.parse(text(name));
  }

  private String text(String name) throws UnreadableEntryException {
    return optionalText(name)
        .orElseThrow(() -> new UnreadableEntryException("it lacks the text " + name));
  }

  private Optional<String> optionalText(String name) {
    return field(name).filter(JsonNode::isString).map(JsonNode::asString);
  }

  private long number(String name) throws UnreadableEntryException {
    return optionalNumber(name)
        .orElseThrow(() -> new UnreadableEntryException("it lacks the number " + name));
  }

  private OptionalLong optionalNumber(String name) {
    return field(name)
        .filter(JsonNode::canConvertToLong)
        .map(node -> OptionalLong.of(node.asLong()))
        .orElseGet(OptionalLong::empty);
  }

  private Optional<JsonNode> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }
}
