package dev.holdfast.guard;

import static dev.holdfast.guard.HostileTarget.NOW;
import static dev.holdfast.guard.Talk.args;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.borg.key.Scratch;
import dev.holdfast.guard.HostileTarget.Judged;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A reader gets what was stored or nothing, whatever the repository host answers, and leaves
/// nothing behind.
class ReadRulesTest {
  private static final byte[] OTHER = "another file".getBytes(StandardCharsets.UTF_8);

  private static HostileTarget reading(KeyType type) {
    HostileTarget reader = HostileTarget.reading(type, BaseExpectation.none());
    Judged manifest = reader.openedUpToManifest();
    assertThat(manifest.refused()).as(manifest.detail()).isEmpty();
    return reader;
  }

  private static void assertCaught(Judged judged, String because) {
    assertThat(judged.refused()).as(judged.detail()).contains(Reason.WRONG_REPOSITORY);
    assertThat(judged.detail()).contains(because);
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void what_was_stored_is_read(KeyType type) {
    HostileTarget reader = reading(type);
    assertThat(reader.get(reader.oldChunk).refused()).isEmpty();
    assertThat(reader.get(reader.entries.getLast().id()).refused()).isEmpty();
    assertThat(reader.get(ObjectId.MANIFEST).refused()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void the_valid_object_of_another_id_is_caught(KeyType type) {
    HostileTarget reader = reading(type);
    ObjectId other = reader.store(OTHER);
    reader.stored.put(reader.oldChunk, reader.held(other));
    assertCaught(reader.get(reader.oldChunk), reader.oldChunk.hex());
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void each_changed_bit_is_caught(KeyType type) {
    byte[] honest = reading(type).held(reading(type).oldChunk);
    for (int bit = 0; bit < honest.length * 8; bit++) {
      HostileTarget reader = reading(type);
      byte[] changed = honest.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      reader.stored.put(reader.oldChunk, changed);
      Judged judged = reader.get(reader.oldChunk);
      if (judged.refused().isEmpty()) {
        // Compressed bytes may have spare bits; what comes out is the same then.
        assertThat(type.encrypts()).as("bit %s", bit).isFalse();
        assertSameContent(reader, changed);
      }
    }
  }

  private static void assertSameContent(HostileTarget reader, byte[] object) {
    try {
      assertThat(reader.key.open(object, 1000)).isEqualTo(reader.oldContent);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void an_object_cut_short_or_empty_or_sealed_by_another_key_is_caught() {
    HostileTarget cut = reading(KeyType.REPOKEY);
    byte[] honest = cut.held(cut.oldChunk);
    cut.stored.put(cut.oldChunk, Arrays.copyOf(honest, honest.length - 1));
    assertCaught(cut.get(cut.oldChunk), "altered");
    HostileTarget empty = reading(KeyType.REPOKEY);
    empty.stored.remove(empty.oldChunk);
    assertCaught(empty.get(empty.oldChunk), "not of the mode");
    HostileTarget foreign = reading(KeyType.REPOKEY);
    byte[] clear = new HostileTarget(KeyType.NONE).seal(foreign.oldContent);
    foreign.stored.put(foreign.oldChunk, clear);
    assertCaught(foreign.get(foreign.oldChunk), "not of the mode");
  }

  @Test
  void the_data_of_an_archive_in_place_of_its_list_is_caught() {
    HostileTarget reader = reading(KeyType.REPOKEY_BLAKE2);
    ObjectId archive = reader.entries.getFirst().id();
    reader.stored.put(archive, reader.held(reader.entries.getLast().id()));
    assertCaught(reader.get(archive), "another content than its id names");
  }

  @Test
  void a_list_of_archives_that_the_records_do_not_expect_is_caught() {
    HostileTarget reader =
        HostileTarget.reading(KeyType.REPOKEY, _ -> Optional.of("the archive old3 is gone"));
    assertCaught(reader.openedUpToManifest(), "old3 is gone");
  }

  @Test
  void a_list_of_archives_that_changes_within_the_session_is_caught() {
    HostileTarget reader = reading(KeyType.REPOKEY);
    byte[] fewer = reader.manifest(NOW, List.of(reader.entries.getLast()));
    reader.stored.put(ObjectId.MANIFEST, reader.seal(fewer));
    assertCaught(reader.get(ObjectId.MANIFEST), "another manifest");
  }

  @Test
  void after_the_host_was_caught_nothing_more_is_read() {
    HostileTarget reader = reading(KeyType.REPOKEY);
    byte[] honest = reader.held(reader.oldChunk);
    reader.stored.put(reader.oldChunk, reader.held(reader.store(OTHER)));
    assertCaught(reader.get(reader.oldChunk), "names");
    reader.stored.put(reader.oldChunk, honest);
    reader.get(reader.oldChunk);
    assertThat(reader.told()).isInstanceOf(Reply.Failure.class);
  }

  @Test
  void a_reader_changes_nothing() {
    Raw id = Raw.of(new byte[32]);
    assertRefused("put", args("id", Talk.id(1), "data", Raw.of("x")));
    assertRefused("put", args("id", id, "data", Raw.of("x")));
    assertRefused("delete", args("id", Talk.id(1)));
    assertRefused("delete", args("id", id));
    assertRefused("commit", args());
    assertRefused("save_key", args("keydata", Raw.of("k")));
    assertRefused("get_free_nonce", args());
    assertRefused("commit_nonce_reservation", args("next_unreserved", new Value.Int(9)));
    assertRefused("check", args("repair", new Value.Bool(true)));
    assertRefused("destroy", args());
    assertRefused("break_lock", args());
  }

  private static void assertRefused(String method, SequencedMap<String, Value> arguments) {
    HostileTarget reader = reading(KeyType.REPOKEY);
    var before = new HashMap<>(reader.stored);
    assertThat(reader.ask(method, arguments).refused())
        .as(method)
        .contains(Reason.CALL_NOT_ALLOWED);
    assertThat(reader.stored).isEqualTo(before);
  }

  /// Behind the session, which already lets none of it through.
  @Test
  void the_rules_themselves_store_nothing() {
    HostileTarget any = new HostileTarget(KeyType.NONE);
    ReadRules rules =
        new ReadRules(
            new Repository(
                any.key, BaseExpectation.none(), new Nonces(any.ledger), Optional.empty()),
            HostileTarget.plenty());
    assertThat(
            rules.examine(
                Talk.id(1), Raw.of("x"), new Scratch(dev.holdfast.guard.ObjectId.OBJECT_BYTES_MAX)))
        .isInstanceOf(Examined.Unsound.class);
    assertThat(rules.putManifest(Raw.of("x"), new Talk.NoReads())).isPresent();
    assertThat(rules.delete(Talk.id(1), new Talk.NoReads())).isPresent();
    assertThat(rules.put(Talk.id(1), new Examined.Sound(1, false), new Talk.NoReads()))
        .isInstanceOf(Storing.Refused.class);
    assertThat(rules.get(Talk.id(1))).isEmpty();
  }

  @Test
  void whoever_creates_stores_an_empty_list_and_nothing_else() {
    CreationRules rules = new CreationRules(HostileTarget.plenty());
    assertThat(rules.putManifest(Raw.of("x"), new Talk.NoReads())).isEmpty();
    assertThat(
            rules.examine(
                Talk.id(1), Raw.of("x"), new Scratch(dev.holdfast.guard.ObjectId.OBJECT_BYTES_MAX)))
        .isInstanceOf(Examined.Unsound.class);
    assertThat(rules.put(Talk.id(1), new Examined.Sound(1, false), new Talk.NoReads()))
        .isInstanceOf(Storing.Refused.class);
    assertThat(rules.delete(Talk.id(1), new Talk.NoReads())).isPresent();
    assertThat(rules.get(Talk.id(1))).isPresent();
    assertThat(rules.lockedKey()).isEmpty();
    assertThat(rules.nonces().free(0)).contains(0L);
  }
}
