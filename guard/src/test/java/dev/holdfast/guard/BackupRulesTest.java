package dev.holdfast.guard;

import static dev.holdfast.guard.HostileTarget.NAME;
import static dev.holdfast.guard.HostileTarget.NOW;
import static dev.holdfast.guard.HostileTarget.SKEW;
import static dev.holdfast.guard.HostileTarget.item;
import static dev.holdfast.guard.Talk.args;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ItemLimits;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.guard.HostileTarget.Judged;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a target that was taken over tries with the repository's own key, each rule its attack.
class BackupRulesTest {
  private static HostileTarget target() {
    return new HostileTarget(KeyType.REPOKEY).opened();
  }

  private static void assertRefused(Judged judged, String because) {
    assertThat(judged.refused()).as(judged.detail()).contains(Reason.CONTENT_REFUSED);
    assertThat(judged.detail()).contains(because);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  // Honest ones.

  @ParameterizedTest
  @EnumSource
  void an_honest_backup_with_a_checkpoint_passes(KeyType type) {
    HostileTarget target = new HostileTarget(type).opened();
    target.passes("get", args("id", Raw.of(target.entries.getFirst().id().bytes())));
    ManifestEntry checkpoint = target.putsHonestArchive(NAME + ".checkpoint");
    assertThat(target.putManifest(checkpoint).refused()).isEmpty();
    target.commits();
    assertThat(target.delete(checkpoint.id()).refused()).isEmpty();
    ManifestEntry last = target.putsHonestArchive(NAME.value());
    byte[] manifest = target.manifest(NOW.plusSeconds(1), target.with(last));
    assertThat(target.putManifest(manifest).refused()).isEmpty();
    target.commits();
  }

  @Test
  void an_archive_may_name_chunks_of_before_by_their_size() {
    HostileTarget target = target();
    ManifestEntry archive =
        target.putsArchive(NAME.value(), NOW, item("etc/a", target.oldChunk, 25));
    assertThat(target.putManifest(archive).refused()).isEmpty();
  }

  @Test
  void an_archive_may_name_a_chunk_that_no_archive_names_any_more() {
    HostileTarget target = target();
    ObjectId orphan = target.store(bytes("left over by a read error"));
    ManifestEntry archive = target.putsArchive(NAME.value(), NOW, item("etc/a", orphan, 25));
    assertThat(target.putManifest(archive).refused()).isEmpty();
  }

  @Test
  void what_is_held_is_not_written_again_not_even_as_it_is() {
    HostileTarget target = target();
    byte[] before = target.held(target.oldChunk);
    assertThat(target.puts(target.oldContent)).isEqualTo(target.oldChunk);
    assertThat(target.held(target.oldChunk)).isSameAs(before);
    ObjectId own = target.puts(bytes("new"));
    byte[] first = target.held(own);
    target.puts(bytes("new"));
    assertThat(target.held(own)).isSameAs(first);
    ManifestEntry archive =
        target.putsArchive(NAME.value(), NOW, item("etc/a", target.oldChunk, 25));
    assertThat(target.putManifest(archive).refused()).isEmpty();
    target.commits();
  }

  @Test
  void what_is_damaged_may_be_written_again() {
    HostileTarget target = new HostileTarget(KeyType.REPOKEY);
    byte[] damaged = target.held(target.oldChunk).clone();
    damaged[damaged.length - 1] ^= 1;
    target.stored.put(target.oldChunk, damaged);
    target.opened().puts(target.oldContent);
    assertThat(target.held(target.oldChunk)).isNotEqualTo(damaged);
  }

  @Test
  void nothing_is_stored_after_a_rollback_which_takes_back_what_an_archive_could_name() {
    HostileTarget target = target();
    ObjectId lost = target.puts(bytes("lost"));
    target.passes("rollback", args());
    target.stored.remove(lost);
    Raw data = Raw.of(target.seal(bytes("more")));
    Judged judged = target.ask("put", args("id", Talk.id(1), "data", data));
    assertThat(judged.refused()).contains(Reason.OUT_OF_ORDER);
    assertThat(judged.detail()).contains("rollback");
  }

  @Test
  void what_a_checkpoint_names_cannot_be_read_for_that() {
    HostileTarget target = target();
    ManifestEntry checkpoint =
        target.putsArchive(NAME + ".checkpoint", NOW, item("etc/a", target.oldChunk, 25));
    assertThat(target.putManifest(checkpoint).refused()).isEmpty();
    target.commits();
    assertRefused(target.get(target.oldChunk), "data of older archives");
  }

  @Test
  void a_manifest_from_the_future_is_followed_by_the_smallest_step() {
    HostileTarget target = new HostileTarget(KeyType.REPOKEY);
    byte[] ahead = target.manifest(NOW.plusSeconds(7200), target.entries);
    target.stored.put(ObjectId.MANIFEST, target.seal(ahead));
    target.opened();
    ManifestEntry archive = target.putsHonestArchive(NAME.value());
    byte[] next = target.manifest(NOW.plusSeconds(7200).plusNanos(1000), target.with(archive));
    assertThat(target.putManifest(next).refused()).isEmpty();
  }

  // Objects.

  @ParameterizedTest
  @EnumSource
  void an_object_is_not_replaced_by_other_valid_content(KeyType type) {
    HostileTarget target = new HostileTarget(type).opened();
    Raw other = Raw.of(target.seal(bytes("something else")));
    assertRefused(
        target.ask("put", args("id", Raw.of(target.oldChunk.bytes()), "data", other)),
        "another content than its id names");
  }

  @ParameterizedTest
  @EnumSource(names = {"KEYFILE", "REPOKEY", "KEYFILE_BLAKE2", "REPOKEY_BLAKE2"})
  void no_bit_of_an_encrypted_object_can_be_flipped(KeyType type) {
    Random random = new Random(11);
    for (int i = 0; i < 60; i++) {
      HostileTarget target = new HostileTarget(type).opened();
      byte[] object = target.seal(target.oldContent);
      object[random.nextInt(object.length)] ^= (byte) (1 << random.nextInt(8));
      Judged judged =
          target.ask("put", args("id", Raw.of(target.oldChunk.bytes()), "data", Raw.of(object)));
      assertThat(judged.refused()).contains(Reason.CONTENT_REFUSED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void objects_of_every_other_mode_are_refused(KeyType type) {
    for (int other = 0; other < 256; other++) {
      if (other == type.typeByte()) {
        continue;
      }
      HostileTarget target = new HostileTarget(type).opened();
      byte[] object = target.seal(target.oldContent);
      object[0] = (byte) other;
      assertRefused(
          target.ask("put", args("id", Raw.of(target.oldChunk.bytes()), "data", Raw.of(object))),
          "mode");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 100, -5_000, Long.MIN_VALUE, (1L << 62) - 1, (1L << 28) + 1})
  void nonces_of_others_are_not_used(long offset) {
    HostileTarget target = target();
    long first = target.nonce;
    target.nonce = offset == 100 || offset == 0 ? offset : first + offset;
    byte[] object = target.seal(bytes("new"));
    ObjectId id = target.key.idOf(bytes("new"));
    assertRefused(
        target.ask("put", args("id", Raw.of(id.bytes()), "data", Raw.of(object))), "nonces");
  }

  @Test
  void nothing_is_encrypted_without_a_reservation() {
    HostileTarget target = new HostileTarget(KeyType.REPOKEY_BLAKE2).opened();
    target.nonce += (1 << 28) - 1;
    byte[] object = target.seal(new byte[10_000]);
    assertThat(target.key.counters(object)).as("it goes beyond the end").isGreaterThan(1);
    ObjectId id = target.key.idOf(new byte[10_000]);
    assertRefused(
        target.ask("put", args("id", Raw.of(id.bytes()), "data", Raw.of(object))), "nonces");
  }

  @Test
  void a_bomb_does_not_explode() {
    HostileTarget target = target();
    byte[] plain = new byte[20_971_480];
    byte[] object = target.key.seal(plain, Compression.LZ4, target.nonce);
    assertThat(object.length).isLessThan(200_000);
    assertRefused(
        target.ask(
            "put", args("id", Raw.of(target.key.idOf(plain).bytes()), "data", Raw.of(object))),
        "decompresses to more than");
  }

  @Test
  void a_session_names_only_so_many_chunks() {
    HostileTarget target =
        new HostileTarget(KeyType.NONE, BaseExpectation.none(), 3, ItemLimits.generous()).opened();
    for (int i = 0; i < 3; i++) {
      target.puts(bytes("chunk " + i));
    }
    Raw id = Raw.of(target.key.idOf(bytes("chunk 3")).bytes());
    assertRefused(
        target.ask("put", args("id", id, "data", Raw.of(target.seal(bytes("chunk 3"))))),
        "more than 3 different chunks");
  }

  // Reading and deleting.

  @Test
  void the_files_of_older_archives_are_not_read() {
    HostileTarget target = target();
    assertRefused(target.get(target.oldChunk), "data of older archives");
    HostileTarget stream = target();
    ObjectId archive = stream.entries.getFirst().id();
    ObjectId items = stream.key.idOf(item("etc/a", stream.oldChunk, 25));
    assertThat(stream.get(archive).refused()).isEmpty();
    assertThat(stream.get(items).refused()).isEmpty();
    assertThat(stream.get(stream.puts(bytes("own"))).refused()).isEmpty();
    HostileTarget early = target();
    assertRefused(early.get(items), "data of older archives");
  }

  @Test
  void nothing_is_deleted_but_a_checkpoint_of_this_session() {
    HostileTarget target = target();
    assertThat(target.delete(target.oldChunk).refused()).contains(Reason.DELETE_NOT_ALLOWED);
    HostileTarget again = target();
    again.puts(again.oldContent);
    ManifestEntry last = again.putsHonestArchive(NAME.value());
    assertThat(again.putManifest(last).refused()).isEmpty();
    again.commits();
    assertRefused(again.delete(last.id()), "no checkpoint of this session");
  }

  @Test
  void a_file_of_an_old_archive_does_not_pass_for_a_checkpoint_and_die_with_it() {
    HostileTarget target = new HostileTarget(KeyType.REPOKEY);
    byte[] prepared = target.metadata(NAME + ".checkpoint", NOW, List.of());
    ObjectId file = target.store(prepared);
    target.opened();
    assertThat(target.puts(prepared)).isEqualTo(file);
    assertRefused(
        target.putManifest(new ManifestEntry(new ArchiveName(NAME + ".checkpoint"), file, NOW)),
        "not stored in this session for the first time");
  }

  @Test
  void a_deleted_checkpoint_is_not_named_again() {
    HostileTarget target = target();
    ManifestEntry checkpoint = target.putsHonestArchive(NAME + ".checkpoint");
    assertThat(target.putManifest(checkpoint).refused()).isEmpty();
    target.commits();
    assertThat(target.delete(checkpoint.id()).refused()).isEmpty();
    byte[] again = target.manifest(NOW.plusSeconds(1), target.with(checkpoint));
    assertRefused(target.putManifest(again), "not stored in this session");
    HostileTarget asChunk = target();
    checkpoint = asChunk.putsHonestArchive(NAME + ".checkpoint");
    assertThat(asChunk.putManifest(checkpoint).refused()).isEmpty();
    asChunk.commits();
    assertThat(asChunk.delete(checkpoint.id()).refused()).isEmpty();
    ManifestEntry last = asChunk.putsArchive(NAME.value(), NOW, item("etc/b", checkpoint.id(), 25));
    byte[] manifest = asChunk.manifest(NOW.plusSeconds(1), asChunk.with(last));
    assertRefused(asChunk.putManifest(manifest), "which was deleted");
  }

  // The key.

  @Test
  void the_key_that_the_repository_holds_stays_hidden() {
    HostileTarget target = target();
    target.passes("load_key", args());
    assertThat(target.ask("save_key", args("keydata", Raw.of("x"))).refused())
        .isEqualTo(Optional.of(Reason.CALL_NOT_ALLOWED));
  }

  // Items.

  private static Judged archiveWith(HostileTarget target, byte[]... items) {
    return target.putManifest(target.putsArchive(NAME.value(), NOW, items));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/etc/passwd", "../../etc/passwd", "a/../b", "a//b", "", "..", "./a", "a/"})
  void items_stay_below_where_they_are_restored(String path) {
    HostileTarget target = target();
    assertRefused(archiveWith(target, item(path, target.oldChunk, 25)), "not acceptable");
  }

  @Test
  void a_stream_is_read_to_its_end() {
    HostileTarget garbage = target();
    assertRefused(archiveWith(garbage, bytes("garbage")), "not acceptable");
    HostileTarget cut = target();
    byte[] whole = item("etc/a", cut.oldChunk, 25);
    byte[] half = java.util.Arrays.copyOf(whole, whole.length - 3);
    assertRefused(archiveWith(cut, whole, half), "ends inside an item");
    HostileTarget strange = target();
    byte[] field = MessagePackWriter.toBytes(HostileTarget.fields("a").put("payload", "x").build());
    assertRefused(archiveWith(strange, field), "not acceptable");
  }

  @Test
  void chunks_exist_and_have_the_size_that_is_said() {
    HostileTarget dangling = target();
    assertRefused(
        archiveWith(dangling, item("etc/a", new ObjectId(1, 2, 3, 4), 25)), "does not exist");
    HostileTarget liar = target();
    assertRefused(archiveWith(liar, item("etc/a", liar.oldChunk, 26)), "but it has 25");
    HostileTarget own = target();
    ObjectId chunk = own.puts(bytes("four"));
    assertRefused(archiveWith(own, item("etc/a", chunk, 5)), "but it has 4");
    HostileTarget both = target();
    assertRefused(
        archiveWith(both, item("a", both.oldChunk, 25), item("b", both.oldChunk, 24)),
        "but it has 25");
  }

  @Test
  void an_archive_has_a_budget() {
    ItemLimits small = new ItemLimits(2, 10_000, 60, 3);
    HostileTarget many =
        new HostileTarget(KeyType.REPOKEY, BaseExpectation.none(), 1_000, small).opened();
    byte[] one = item("a", many.oldChunk, 25);
    assertRefused(archiveWith(many, one, one, one), "not acceptable");
    HostileTarget enough =
        new HostileTarget(KeyType.REPOKEY, BaseExpectation.none(), 1_000, small).opened();
    assertThat(archiveWith(enough, one, one).refused()).isEmpty();
  }

  @Test
  void files_may_look_like_archives_and_the_archive_comes_last() {
    HostileTarget target = new HostileTarget(KeyType.NONE).opened();
    ManifestEntry early = target.putsHonestArchive(NAME.value());
    for (int i = 0; i < 1_000; i++) {
      target.puts(target.metadata("looks like one " + i, NOW, List.of()));
    }
    assertRefused(target.putManifest(early), "not stored in this session for the first time");
    HostileTarget honest = new HostileTarget(KeyType.NONE).opened();
    for (int i = 0; i < 2_000; i++) {
      honest.puts(honest.metadata("looks like one " + i, NOW, List.of()));
    }
    assertThat(honest.putManifest(honest.putsHonestArchive(NAME.value())).refused()).isEmpty();
  }

  @Test
  void a_missing_piece_of_the_stream_is_noticed() {
    HostileTarget target = target();
    ObjectId nowhere = new ObjectId(4, 3, 2, 1);
    ObjectId id = target.puts(target.metadata(NAME.value(), NOW, List.of(nowhere)));
    assertRefused(target.putManifest(new ManifestEntry(NAME, id, NOW)), "was not sent");
  }

  // What the archive says of itself.

  @Test
  void an_archive_has_the_name_and_time_of_its_entry() {
    HostileTarget renamed = target();
    ManifestEntry other = renamed.putsHonestArchive("db-2026-11-20");
    assertRefused(renamed.putManifest(new ManifestEntry(NAME, other.id(), NOW)), "name and time");
    HostileTarget shifted = target();
    ManifestEntry entry = shifted.putsHonestArchive(NAME.value());
    assertRefused(
        shifted.putManifest(new ManifestEntry(NAME, entry.id(), NOW.plusSeconds(1))),
        "name and time");
  }

  @Test
  void archives_are_neither_dated_back_nor_ahead() {
    for (long seconds : new long[] {-86_400, -SKEW.toSeconds() - 1, SKEW.toSeconds() + 1, 86_400}) {
      HostileTarget target = target();
      var time = NOW.plusSeconds(seconds);
      ManifestEntry entry = target.putsArchive(NAME.value(), time, item("a", target.oldChunk, 25));
      assertRefused(target.putManifest(entry), "compare the clocks");
    }
    HostileTarget fine = target();
    var time = NOW.plus(SKEW);
    assertThat(
            fine.putManifest(fine.putsArchive(NAME.value(), time, item("a", fine.oldChunk, 25)))
                .refused())
        .isEmpty();
  }

  @Test
  void an_archive_carries_its_proof_and_no_strange_field() {
    HostileTarget target = target();
    Value.Map bare =
        Value.Map.builder()
            .put("version", 1)
            .put("name", NAME.value())
            .put("items", Value.Seq.of())
            .put("cmdline", Value.Seq.of())
            .put("hostname", "web")
            .put("username", "root")
            .put("time", "2026-11-20T02:00:00.000000")
            .put("time_end", "2026-11-20T02:00:00.000000")
            .build();
    ObjectId id = target.puts(MessagePackWriter.toBytes(bare));
    assertRefused(target.putManifest(new ManifestEntry(NAME, id, NOW)), "no proof");
    HostileTarget damaged = target();
    byte[] forged = damaged.metadata(NAME.value(), NOW, List.of());
    forged[new String(forged, StandardCharsets.ISO_8859_1).indexOf("create")] ^= 1;
    ObjectId forgedId = damaged.puts(forged);
    assertRefused(damaged.putManifest(new ManifestEntry(NAME, forgedId, NOW)), "not acceptable");
  }

  private static Value.MapBuilder metadata(String end) {
    return Value.Map.builder()
        .put("version", 1)
        .put("name", NAME.value())
        .put("items", Value.Seq.of())
        .put("cmdline", Value.Seq.of())
        .put("hostname", "web")
        .put("username", "root")
        .put("time", "2026-11-20T02:00:00.000000")
        .put("time_end", end);
  }

  private static Judged withMetadata(Value.MapBuilder fields) {
    HostileTarget target = target();
    ObjectId id = target.puts(target.proven(MetadataKind.ARCHIVE, fields));
    return target.putManifest(new ManifestEntry(NAME, id, NOW));
  }

  @Test
  void metadata_has_borgs_fields_and_ends_in_the_session() {
    String end = "2026-11-20T02:00:01.000000";
    assertThat(withMetadata(metadata(end)).refused()).isEmpty();
    assertRefused(withMetadata(metadata(end).put("more", 1)), "that borg create writes");
    assertRefused(
        withMetadata(metadata(end).put("chunker_params", "x")), "that borg create writes");
    assertRefused(withMetadata(metadata("2026-11-19T02:00:00.000000")), "compare the clocks");
    assertRefused(withMetadata(metadata("2026-11-21T02:00:00.000000")), "compare the clocks");
  }

  @Test
  void nothing_pretends_to_be_repaired() {
    HostileTarget target = target();
    Value named =
        Value.Seq.of(Raw.of(target.oldChunk.bytes()), new Value.Int(25), new Value.Int(9));
    byte[] repaired =
        MessagePackWriter.toBytes(
            HostileTarget.fields("a")
                .put("chunks", Value.Seq.of(named))
                .put("chunks_healthy", Value.Seq.of(named))
                .build());
    assertRefused(archiveWith(target, repaired), "repaired");
  }

  @Test
  void a_left_over_chunk_has_the_size_that_is_said() {
    HostileTarget target = target();
    ObjectId orphan = target.store(bytes("left over by a read error"));
    assertRefused(archiveWith(target, item("etc/a", orphan, 24)), "but it has 25");
  }

  @Test
  void random_metadata_never_passes() {
    Random random = new Random(23);
    for (int seed = 0; seed < 300; seed++) {
      HostileTarget target = target();
      byte[] good = target.metadata(NAME.value(), NOW, List.of());
      byte[] metadata = good.clone();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        metadata[random.nextInt(metadata.length)] = (byte) random.nextInt();
      }
      // Each has a salt of its own, and a byte may become what it was.
      if (java.util.Arrays.equals(metadata, good)) {
        continue;
      }
      ObjectId id = target.puts(metadata);
      assertThat(target.putManifest(new ManifestEntry(NAME, id, NOW)).refused())
          .contains(Reason.CONTENT_REFUSED);
    }
  }
}
