package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveDraft;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ArchiveSize;
import dev.holdfast.borg.archive.ManifestDraft;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.archive.MetadataWriter;
import dev.holdfast.borg.archive.Origin;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.borg.repository.KeyChoice;
import dev.holdfast.borg.repository.RepositoryCalls;
import dev.holdfast.borg.repository.RepositoryException;
import dev.holdfast.borg.repository.RepositoryFailure;
import dev.holdfast.borg.repository.RepositoryReader;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.ledger.LedgerArchive;
import dev.holdfast.fleet.ledger.LedgerEntry;
import dev.holdfast.fleet.ledger.MemoryLedger;
import dev.holdfast.fleet.ledger.TargetLedger;
import dev.holdfast.guard.MemoryBudget;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The list that a repository is to have, whatever its host has done to the one that it shows.
final class ListProofTest {
  private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");

  private final Map<ObjectId, byte[]> objects = new LinkedHashMap<>();
  private final MetadataWriter writer = new MetadataWriter(Key.none(), new Random(1));
  private final TargetLedger ledger = new TargetLedger(new MemoryLedger(), "web1", () -> NOW);
  private final ManifestEntry a = stored("a");
  private final ManifestEntry b = stored("b");

  @BeforeEach
  void know() {
    ledger.append(
        new LedgerEntry.RepositoryKnown(
            ObjectId.MANIFEST, KeyType.NONE, Optional.empty(), LedgerEntry.Origin.CREATED),
        acknowledged(a),
        acknowledged(b),
        new LedgerEntry.ManifestSeen(new ObjectId(9, 9, 9, 9), NOW.minusSeconds(60)));
  }

  private ManifestEntry stored(String name) {
    var nothing = OptionalLong.empty();
    var content =
        writer.archive(
            new ArchiveDraft(
                new ArchiveName(name),
                NOW,
                NOW,
                new Origin("", "web1", "root", List.of()),
                new ArchiveSize(nothing, nothing, nothing),
                List.of()));
    var id = Key.none().idOf(content);
    objects.put(id, Key.none().seal(content, Compression.NONE, 0));
    return new ManifestEntry(new ArchiveName(name), id, NOW);
  }

  private static LedgerEntry acknowledged(ManifestEntry entry) {
    return new LedgerEntry.ArchiveAcknowledged(
        new LedgerArchive(entry.id(), entry.name(), NOW, NOW, LedgerArchive.Figures.none()));
  }

  private NewList proven(ManifestEntry... shown) throws Exception {
    var config = new Value.Map(new LinkedHashMap<>());
    var list =
        writer.manifest(
            new ManifestDraft(NOW, Arrays.asList(shown), new TreeSet<>(List.of("path")), config));
    objects.put(ObjectId.MANIFEST, Key.none().seal(list, Compression.NONE, 0));
    try (var reader =
        RepositoryReader.open(new Stored(objects), new byte[0], KeyChoice.fromRepository())) {
      return new ListProof("web1", new RunLog("web1", _ -> {}, () -> NOW))
          .of(reader, ledger.state(), new MemoryBudget(0, 0, 1 << 20).share(new Random(5)));
    }
  }

  @Test
  void what_is_missing_comes_back_and_what_is_foreign_goes() throws Exception {
    var list = proven(a, stored("foreign"));
    assertThat(list.archives()).containsExactlyInAnyOrder(a, b);
    assertThat(list.back()).containsExactly("b");
    assertThat(list.off()).containsExactly("foreign");
  }

  @Test
  void an_archive_that_nobody_lived_to_acknowledge_stays() throws Exception {
    ledger.append(new LedgerEntry.BackupStarted(new ArchiveName("c")));
    var c = stored("c");
    var checkpoint = stored("c.checkpoint");
    var list = proven(a, c, checkpoint, stored("c2"));
    assertThat(list.archives()).containsExactlyInAnyOrder(a, b, c, checkpoint);
    assertThat(list.off()).containsExactly("c2");
  }

  @Test
  void what_an_open_plan_has_dropped_is_not_missed() throws Exception {
    decide(a);
    objects.remove(a.id());
    var list = proven(b, stored("foreign"));
    assertThat(list.archives()).containsExactly(b);
    assertThat(list.back()).isEmpty();
  }

  @Test
  void what_an_open_plan_has_not_dropped_yet_stays() throws Exception {
    decide(a);
    assertThat(proven(a, stored("foreign")).archives()).containsExactlyInAnyOrder(a, b);
  }

  private void decide(ManifestEntry entry) {
    ledger.append(
        new LedgerEntry.RetentionDecided(
            "p",
            List.of(new LedgerEntry.RetentionDecided.Drop(entry.id(), entry.name(), "no rule"))));
  }

  @Test
  void what_is_gone_does_not_come_back() {
    objects.remove(b.id());
    assertThatThrownBy(() -> proven(a))
        .isInstanceOf(FleetException.class)
        .hasMessageContaining("the archive b of web1 is gone");
  }

  /// What a repository host holds.
  private record Stored(Map<ObjectId, byte[]> objects) implements RepositoryCalls {
    @Override
    public ObjectId repositoryId() {
      return ObjectId.MANIFEST;
    }

    @Override
    public byte[] get(ObjectId id) throws IOException {
      var object = objects.get(id);
      if (object == null) {
        throw new RepositoryException(RepositoryFailure.OBJECT_NOT_FOUND, "there is none");
      }
      return object;
    }

    @Override
    public String loadKey() {
      return "";
    }

    @Override
    public long length() {
      return objects.size();
    }

    @Override
    public void ids(Consumer<ObjectId> receiver) {
      objects.keySet().forEach(receiver);
    }
  }
}
