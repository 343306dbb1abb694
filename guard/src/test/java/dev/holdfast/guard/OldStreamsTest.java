package dev.holdfast.guard;

import static dev.holdfast.guard.HostileTarget.NAME;
import static dev.holdfast.guard.HostileTarget.NOW;
import static dev.holdfast.guard.HostileTarget.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.guard.HostileTarget.Judged;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a new archive's list of files may consist of. Later sessions read all pieces of it, so the
/// content of an old file must not be one of them.
class OldStreamsTest {
  private static HostileTarget target() {
    return new HostileTarget(KeyType.REPOKEY).opened();
  }

  private static Judged commits(HostileTarget target, ObjectId... stream) {
    ObjectId id = target.puts(target.metadata(NAME.value(), NOW, List.of(stream)));
    return target.putManifest(new ManifestEntry(NAME, id, NOW));
  }

  private static void assertRefused(Judged judged) {
    assertThat(judged.refused()).as(judged.detail()).contains(Reason.CONTENT_REFUSED);
    assertThat(judged.detail()).contains("was not sent and is in no older list of files");
  }

  /// The beginning of an item that goes on with so many bytes of anything, and ends with them.
  private static byte[] open(int bytes) {
    Value attributes = Value.Map.builder().put("user.x", Raw.of(new byte[bytes])).build();
    byte[] whole =
        MessagePackWriter.toBytes(
            HostileTarget.fields("a")
                .put("chunks", Value.Seq.of())
                .put("xattrs", attributes)
                .build());
    return Arrays.copyOf(whole, whole.length - bytes);
  }

  private static ObjectId oldStream(HostileTarget target, String path) {
    return target.key.idOf(item(path, target.oldChunk, 25));
  }

  @ParameterizedTest
  @EnumSource
  void the_content_of_an_old_file_is_no_piece_of_a_list(KeyType type) {
    HostileTarget target = new HostileTarget(type).opened();
    ObjectId begun = target.puts(open(target.oldContent.length));
    assertRefused(commits(target, begun, target.oldChunk));
    HostileTarget checkpoint = new HostileTarget(type).opened();
    begun = checkpoint.puts(open(checkpoint.oldContent.length));
    String name = NAME + ".checkpoint";
    List<ObjectId> stream = List.of(begun, checkpoint.oldChunk);
    ObjectId id = checkpoint.puts(checkpoint.metadata(name, NOW, stream));
    var entry = new ManifestEntry(new ArchiveName(name), id, NOW);
    assertRefused(checkpoint.putManifest(entry));
  }

  @Test
  void naming_an_old_content_in_a_file_does_not_make_it_a_piece() {
    HostileTarget target = target();
    ObjectId file = target.puts(item("etc/a", target.oldChunk, 25));
    ObjectId begun = target.puts(open(target.oldContent.length));
    assertRefused(commits(target, file, begun, target.oldChunk));
  }

  @Test
  void neither_an_old_archive_nor_what_none_names_is_a_piece() {
    HostileTarget target = target();
    assertRefused(commits(target, target.entries.getFirst().id()));
    HostileTarget leftOver = target();
    byte[] item = item("etc/c", leftOver.oldChunk, 25);
    assertRefused(commits(leftOver, leftOver.store(item)));
  }

  @Test
  void pieces_of_older_lists_may_come_again_in_any_order() {
    HostileTarget target = target();
    ObjectId own = target.puts(item("etc/c", target.oldChunk, 25));
    ObjectId first = oldStream(target, "etc/a");
    ObjectId second = oldStream(target, "etc/b");
    Judged judged = commits(target, second, own, first, second, own);
    assertThat(judged.refused()).as(judged.detail()).isEmpty();
  }

  @Test
  void what_the_session_sends_it_knows_even_if_it_was_there() {
    HostileTarget target = target();
    ObjectId begun = target.puts(open(target.oldContent.length));
    assertThat(target.puts(target.oldContent)).isEqualTo(target.oldChunk);
    assertThat(commits(target, begun, target.oldChunk).refused()).isEmpty();
  }

  @Test
  void an_old_archive_that_says_what_cannot_be_is_passed_over() {
    HostileTarget target = new HostileTarget(KeyType.REPOKEY);
    ObjectId strange = target.store("no metadata".getBytes(StandardCharsets.UTF_8));
    ManifestEntry last = target.entries.getLast();
    target.entries.add(new ManifestEntry(new ArchiveName("strange"), strange, last.time()));
    byte[] manifest = target.manifest(NOW.minusSeconds(80_000), target.entries);
    target.stored.put(ObjectId.MANIFEST, target.seal(manifest));
    target.opened();
    Judged judged = commits(target, oldStream(target, "etc/a"));
    assertThat(judged.refused()).as(judged.detail()).isEmpty();
  }
}
