package dev.holdfast.fleet.ledger;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.wire.Value;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Entries for tests.
public final class Entries {
  public static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private Entries() {}

  public static ObjectId id(int number) {
    return new ObjectId(number, 0, 0, 0);
  }

  public static LedgerEntry known(int repository) {
    return new LedgerEntry.RepositoryKnown(
        id(repository), KeyType.REPOKEY, Optional.of("ab".repeat(32)), LedgerEntry.Origin.CREATED);
  }

  static LedgerArchive archive(int number, String name) {
    return new LedgerArchive(
        id(number),
        new ArchiveName(name),
        NOON.plusSeconds(number),
        NOON,
        new LedgerArchive.Figures(
            OptionalLong.of(10), OptionalLong.of(5), OptionalLong.of(2), OptionalLong.of(1)));
  }

  public static LedgerEntry acknowledged(int number, String name) {
    return new LedgerEntry.ArchiveAcknowledged(archive(number, name));
  }

  public static LedgerEntry started(String name) {
    return new LedgerEntry.BackupStarted(new ArchiveName(name));
  }

  public static LedgerEntry seen(int digest, int second) {
    return new LedgerEntry.ManifestSeen(id(digest), NOON.plusSeconds(second));
  }

  static LedgerEntry decided(String plan, int archive, String name) {
    return new LedgerEntry.RetentionDecided(
        plan,
        List.of(
            new LedgerEntry.RetentionDecided.Drop(
                id(archive), new ArchiveName(name), "no rule keeps it")));
  }

  static LedgerEntry executed(String plan, int... archives) {
    return new LedgerEntry.RetentionExecuted(
        plan, Arrays.stream(archives).mapToObj(Entries::id).toList());
  }

  /// An archive as a list of archives names it.
  public static ManifestEntry entry(int id, String name) {
    return new ManifestEntry(new ArchiveName(name), id(id), NOON);
  }

  /// The repository 7 with a list of archives, which has a digest and the second of its time.
  public static Shown shown(int digest, int second, ManifestEntry... archives) {
    var manifest =
        new Manifest(
            id(digest),
            NOON.plusSeconds(second),
            List.of(archives),
            new TreeSet<>(),
            new Value.Map(new LinkedHashMap<>()),
            true);
    return new Shown(id(7), KeyType.REPOKEY, new ShownKey.None(), manifest, Set.of());
  }
}
