package dev.holdfast.guard;

import static dev.holdfast.guard.HostileTarget.NAME;
import static dev.holdfast.guard.HostileTarget.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ItemLimits;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.guard.HostileTarget.Judged;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a target can do to later sessions by making its archives large or strange.
class LargeHistoryTest {
  private static final int MIB = 1 << 20;

  private static List<ObjectId> stream(int archive, int chunks) {
    List<ObjectId> ids = new ArrayList<>(chunks);
    for (int i = 0; i < chunks; i++) {
      ids.add(new ObjectId(archive, i * 0x9e3779b97f4a7c15L, i, archive));
    }
    return ids;
  }

  /// More than a session once had room for; each of them is one that a backup lets pass.
  @Test
  void however_many_huge_archives_there_are_the_one_that_is_shown_can_be_read() {
    ShownStreams streams = new ShownStreams(HostileTarget.plenty());
    for (int archive = 1; archive <= 8; archive++) {
      List<ObjectId> chunks = stream(archive, 600_000);
      streams.learn(chunks);
      assertThat(chunks).allMatch(streams::contains);
    }
    assertThat(stream(1, 600_000)).noneMatch(streams::contains);
  }

  @Test
  void the_largest_archive_fits_and_what_was_never_shown_is_not_readable() {
    ShownStreams streams = new ShownStreams(HostileTarget.plenty());
    List<ObjectId> largest = stream(1, ArchiveMetadata.ITEMS_MAX);
    streams.learn(stream(2, ArchiveMetadata.ITEMS_MAX));
    streams.learn(largest);
    assertThat(largest).allMatch(streams::contains);
    assertThat(streams.contains(new ObjectId(3, 0, 0, 3))).isFalse();
  }

  @Test
  void the_archives_before_are_remembered_while_there_is_room() {
    ShownStreams streams = new ShownStreams(10, HostileTarget.plenty());
    for (int archive = 1; archive <= 4; archive++) {
      streams.learn(stream(archive, 5));
    }
    assertThat(stream(1, 5)).allMatch(streams::contains);
    streams.learn(stream(5, 1));
    assertThat(stream(1, 5)).noneMatch(streams::contains);
    assertThat(stream(3, 5)).allMatch(streams::contains);
    assertThatThrownBy(() -> streams.learn(stream(6, 11)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// An item that takes a whole mebibyte, as if a file had such an attribute.
  private static byte[] swollen() {
    Value.Map attributes = Value.Map.builder().put("user.note", Raw.of(new byte[MIB])).build();
    return MessagePackWriter.toBytes(
        HostileTarget.fields("a").put("xattrs", attributes).put("chunks", Value.Seq.of()).build());
  }

  /// Whoever prunes has to read what archives say; few bytes could make that terabytes.
  @Test
  void a_stream_that_swells_is_refused_before_it_is_durable() {
    assertThat(BackupTerms.streamBytesMax(BackupTerms.CHUNKS_MAX)).isEqualTo(24_576_000_000L);
    assertThat(BackupTerms.standard(NAME, () -> NOW).items().streamBytesMax())
        .isEqualTo(24_576_000_000L);
    assertThat(BackupTerms.streamBytesMax(100_000_000)).isEqualTo(819_200_000_000L);
    ItemLimits limits = BackupTerms.items(1L << 30, 1L << 60, 1);
    HostileTarget target =
        new HostileTarget(KeyType.REPOKEY, BaseExpectation.none(), 1_000, limits).opened();
    ObjectId chunk = target.puts(swollen());
    ObjectId id = target.puts(target.metadata(NAME.value(), NOW, Collections.nCopies(235, chunk)));
    Judged judged = target.putManifest(new ManifestEntry(NAME, id, NOW));
    assertThat(judged.refused()).contains(Reason.CONTENT_REFUSED);
    assertThat(judged.detail()).contains("more than 245760000 bytes");
  }

  /// Borg on the controller holds all chunks of a file at once: few bytes could make that more than
  /// any machine has, and then no archive that holds such a file can be dropped.
  @Test
  void a_file_of_endless_chunks_is_refused_before_it_is_durable() {
    assertThat(BackupTerms.standard(NAME, () -> NOW).items().fileChunksMax()).isEqualTo(3_000_000);
    assertThat(BackupTerms.items(1, 1, 100_000_000).fileChunksMax()).isEqualTo(100_000_000);
    ItemLimits limits = BackupTerms.items(1L << 30, 1L << 60, 1);
    assertThat(fileOf(1_000_001, limits)).contains("a file of more than 1000000 chunks");
    assertThat(fileOf(1_000_000, limits)).contains("ends inside an item");
  }

  /// Why an archive is refused that holds the beginning of such a file.
  private static String fileOf(int chunks, ItemLimits limits) {
    HostileTarget target =
        new HostileTarget(KeyType.REPOKEY, BaseExpectation.none(), 1_000, limits).opened();
    byte[] begun = HostileTarget.item("a", target.oldChunk, 25);
    int list = new String(begun, StandardCharsets.ISO_8859_1).indexOf("chunks") + 6;
    ByteBuffer head = ByteBuffer.allocate(list + 5).put(begun, 0, list);
    ObjectId first = target.puts(head.put((byte) 0xdd).putInt(chunks).array());
    ObjectId id = target.puts(target.metadata(NAME.value(), NOW, List.of(first)));
    Judged judged = target.putManifest(new ManifestEntry(NAME, id, NOW));
    assertThat(judged.refused()).contains(Reason.CONTENT_REFUSED);
    return judged.detail();
  }

  /// Puts an archive that nobody can read in place of the first, as another program might have.
  private static HostileTarget withUnusable(HostileTarget borg, byte[] metadata) {
    ManifestEntry old = borg.entries.getFirst();
    borg.entries.set(0, new ManifestEntry(old.name(), borg.store(metadata), old.time()));
    borg.stored.put(
        ObjectId.MANIFEST, borg.seal(borg.manifest(NOW.minusSeconds(80_000), borg.entries)));
    return borg.opened();
  }

  private static void assertArchiveIsBlamed(HostileTarget borg, String why) {
    Judged judged = borg.get(borg.entries.getFirst().id());
    assertThat(judged.refused()).contains(Reason.UNUSABLE_ARCHIVE);
    assertThat(judged.detail()).contains("the archive 'old1' cannot be used", why);
  }

  @Test
  void an_archive_that_cannot_be_read_is_named_and_its_host_is_not_blamed() {
    byte[] garbage = "no metadata".getBytes(StandardCharsets.UTF_8);
    MaintenanceTask drop = new MaintenanceTask.DropArchives(Set.of(new ArchiveName("old2")));
    assertArchiveIsBlamed(withUnusable(new HostileTarget(KeyType.REPOKEY), garbage), "");
    assertArchiveIsBlamed(withUnusable(new HostileTarget(KeyType.NONE), garbage), "");
    assertArchiveIsBlamed(withUnusable(HostileTarget.maintaining(drop), garbage), "");
    HostileTarget later = new HostileTarget(KeyType.AUTHENTICATED_BLAKE2);
    byte[] version2 =
        later.proven(
            MetadataKind.ARCHIVE,
            Value.Map.builder().put("version", 2).put("name", "old1").put("items", Value.Seq.of()));
    assertArchiveIsBlamed(withUnusable(later, version2), "version 2");
  }

  @Test
  void a_host_that_damages_an_archive_is_blamed_itself() {
    HostileTarget target = new HostileTarget(KeyType.REPOKEY).opened();
    ObjectId id = target.entries.getFirst().id();
    target.stored.put(id, target.seal("no metadata".getBytes(StandardCharsets.UTF_8)));
    assertThat(target.get(id).refused()).contains(Reason.WRONG_REPOSITORY);
  }
}
