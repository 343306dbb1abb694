package dev.holdfast.borg.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.Fields;
import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Recorded;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.wire.Value;
import dev.holdfast.wire.WireLimits;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MetadataWriterTest {
  private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.000007Z");
  private static final WireLimits LIMITS = new WireLimits(8, 1000, 4096, 100_000, 1_000_000, false);

  @ParameterizedTest
  @EnumSource
  void a_manifest_is_written_in_the_very_bytes_of_borg(KeyType type) throws RefusedException {
    Recorded recorded = Recorded.of(type);
    try (Key key = recorded.unlock()) {
      byte[] borgs = key.open(recorded.manifest(), Manifest.PLAIN_BYTES_MAX);
      Manifest manifest = Manifest.read(recorded.manifest(), key);
      byte[] salt = Fields.read("the manifest", borgs, LIMITS).fields("tam").bytes("salt");
      MetadataWriter writer = new MetadataWriter(key, always(salt));
      byte[] ours =
          writer.manifest(
              new ManifestDraft(
                  manifest.timestamp(),
                  manifest.archives(),
                  manifest.itemKeys(),
                  manifest.config()));
      assertThat(ours).isEqualTo(borgs);
    }
  }

  private static RandomGenerator always(byte[] salt) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new IllegalStateException("only bytes are expected to be asked for");
      }

      @Override
      public void nextBytes(byte[] bytes) {
        System.arraycopy(salt, 0, bytes, 0, bytes.length);
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void an_archive_is_read_as_it_was_written(KeyType type) throws RefusedException {
    try (Key key = Recorded.of(type).unlock()) {
      ArchiveDraft draft = draft(key);
      byte[] plain = new MetadataWriter(key, new Random(1)).archive(draft);
      byte[] object = key.seal(plain, Compression.LZ4, 42);
      ArchiveMetadata read = ArchiveMetadata.read(key.idOf(plain), object, key);
      assertThat(read.proven()).isTrue();
      assertThat(read.exact()).isTrue();
      assertThat(
              new ArchiveDraft(
                  read.name(), read.start(), read.end(), read.origin(), read.size(), read.items()))
          .isEqualTo(draft);
    }
  }

  private static ArchiveDraft draft(Key key) {
    return new ArchiveDraft(
        new ArchiveName("m\u00fcller"),
        TIME,
        TIME.plusSeconds(60),
        new Origin("", "t1", "root", List.of("borg", "create")),
        new ArchiveSize(OptionalLong.of(5), OptionalLong.of(4), OptionalLong.of(1)),
        List.of(key.idOf(new byte[] {1}), key.idOf(new byte[] {2})));
  }

  @Test
  void a_manifest_comes_later_than_the_one_before() throws RefusedException {
    Recorded recorded = Recorded.of(KeyType.REPOKEY);
    try (Key key = recorded.unlock()) {
      Manifest old = Manifest.read(recorded.manifest(), key);
      ManifestDraft late = ManifestDraft.after(old, old.timestamp().plusSeconds(3), List.of());
      assertThat(late.timestamp()).isEqualTo(old.timestamp().plusSeconds(3));
      ManifestDraft early = ManifestDraft.after(old, Instant.EPOCH, List.of());
      assertThat(early.timestamp()).isEqualTo(old.timestamp().plusNanos(1000));
    }
  }

  @Test
  void two_archives_of_one_name_are_not_written() {
    ManifestEntry entry = new ManifestEntry(new ArchiveName("a"), ObjectId.MANIFEST, TIME);
    ManifestDraft draft =
        new ManifestDraft(
            TIME, List.of(entry, entry), new TreeSet<>(), Value.Map.builder().build());
    MetadataWriter writer = new MetadataWriter(Key.none(), new Random(1));
    assertThatThrownBy(() -> writer.manifest(draft)).isInstanceOf(IllegalArgumentException.class);
  }
}
