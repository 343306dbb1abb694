package dev.holdfast.fleet.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.key.KeyType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The texts here are the format: a change of one breaks every ledger that exists.
final class EntryTextTest {
  private static final String PIECES = "{}[]\":,-.0123456789eE\\untrfalse";

  @Test
  void every_kind_is_written_as_documented_and_read_back() throws Exception {
    for (var sample : samples()) {
      var text = EntryWriter.text(Entries.NOON, sample);
      assertThat(EntryReader.read(3, text)).isEqualTo(new LedgerRecord(3, Entries.NOON, sample));
      assertThat(text)
          .startsWith("{\"kind\":\"" + EntryKind.of(sample).text() + "\",\"at\":\"2026-01-02T");
    }
    assertThat(samples().stream().map(EntryKind::of).distinct()).hasSize(EntryKind.values().length);
  }

  @Test
  void the_bytes_are_those_of_the_specification() {
    assertThat(EntryWriter.text(Entries.NOON, Entries.acknowledged(1, "wéb1-a")))
        .isEqualTo(
            ("{'kind':'archive-acknowledged','at':'2026-01-02T12:00:00Z','id':'0000000000000001"
                    + "0".repeat(48)
                    + "','name':'w\\u00E9b1-a','received':'2026-01-02T12:00:01Z',"
                    + "'started':'2026-01-02T12:00:00Z','original_bytes':10,'compressed_bytes':5,"
                    + "'deduplicated_bytes':2,'files':1}")
                .replace('\'', '"'));
    assertThat(EntryWriter.text(Entries.NOON, new LedgerEntry.NoncesReserved(0, 1L << 62)))
        .isEqualTo(
            ("{'kind':'nonces-reserved','at':'2026-01-02T12:00:00Z','start':0,"
                    + "'next':4611686018427387904}")
                .replace('\'', '"'));
  }

  @Test
  void the_hashes_are_those_of_the_specification() {
    var genesis = Head.genesis("web1");
    assertThat(genesis.hash().hex())
        .isEqualTo("8224614d8f430621f8fcc175951a90af769f4011ad961380fc8b1417efb74d8d");
    assertThat(genesis.link("{}").hash().hex())
        .isEqualTo("6399c4d7c60a0883e0ced61c9ea875d6f13da37d74b7eaef939c6d75648f87cb");
  }

  @Test
  void a_text_that_would_be_written_otherwise_is_refused() {
    var text = EntryWriter.text(Entries.NOON, Entries.seen(1, 0));
    assertRefused(text.replace(",", ", "));
    assertRefused(text.replace("12:00:00Z", "12:00:00.000Z"));
    assertRefused(text.replace("}", ",\"more\":1}"));
    assertRefused(text.replace("manifest-seen", "something-newer"));
    assertRefused(text.replace("\"digest\"", "\"digset\""));
    assertRefused(text.replace("00000001", "0000000g"));
    assertRefused(text.substring(0, text.length() - 1));
    assertRefused(text + text);
    assertRefused("[]");
    assertRefused("");
    assertRefused("null");
  }

  /// Whoever may write the database: an entry is read as it would be written, or not at all.
  @Test
  void damage_is_refused_or_reads_as_it_is_written() {
    var texts = samples().stream().map(entry -> EntryWriter.text(Entries.NOON, entry)).toList();
    for (int seed = 0; seed < 20_000; seed++) {
      var random = new Random(seed);
      var text = new StringBuilder(texts.get(random.nextInt(texts.size())));
      for (int spots = random.nextInt(1, 4); spots > 0; spots--) {
        var at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(1, 128));
          case 1 -> text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
          default -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(1, 9)));
        }
      }
      try {
        var read = EntryReader.read(1, text.toString());
        assertThat(EntryWriter.text(read.at(), read.entry())).isEqualTo(text.toString());
      } catch (UnreadableEntryException e) {
        assertThat(e.getMessage()).startsWith("it").doesNotContain("REDACTED");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> EntryReader.read(1, text))
        .isInstanceOf(UnreadableEntryException.class);
  }

  private static List<LedgerEntry> samples() {
    return List.of(
        Entries.known(7),
        new LedgerEntry.RepositoryKnown(
            Entries.id(8), KeyType.NONE, Optional.empty(), LedgerEntry.Origin.FIRST_USE),
        new LedgerEntry.KeyKept("cd".repeat(32)),
        new LedgerEntry.KeyChangeStarted("ef".repeat(32)),
        Entries.started("web1-a"),
        new LedgerEntry.BackupGivenUp(new ArchiveName("web1-a")),
        Entries.acknowledged(1, "web1-ä \"quoted\" \\"),
        new LedgerEntry.ArchiveAcknowledged(
            new LedgerArchive(
                Entries.id(2),
                new ArchiveName("bare"),
                Entries.NOON,
                Entries.NOON,
                LedgerArchive.Figures.none())),
        Entries.seen(9, 3),
        new LedgerEntry.NoncesReserved(1L << 40, Long.MAX_VALUE),
        Entries.decided("p1", 1, "web1-a"),
        Entries.executed("p1", 1, 2),
        new LedgerEntry.Compacted(OptionalLong.of(17)),
        new LedgerEntry.Compacted(OptionalLong.empty()),
        new LedgerEntry.QuarantineRestarted(),
        new LedgerEntry.FindingRaised("forbidden-call", "it \u0000 \ud800 tried", "", "look"),
        new LedgerEntry.FindingClosed(4, "root", "seen"),
        new LedgerEntry.HoldPlaced(Entries.id(1), "root", "court"),
        new LedgerEntry.HoldLifted(Entries.id(1), "root", "over"),
        new LedgerEntry.RebuildAccepted("root", List.of(Entries.id(1))),
        new LedgerEntry.ChainBegun("root", "web1", 16),
        new LedgerEntry.Rewound("root", 17, "holdfast-rewound-1"));
  }
}
