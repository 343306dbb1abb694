package dev.holdfast.guard;

import static dev.holdfast.guard.HostileTarget.NAME;
import static dev.holdfast.guard.HostileTarget.NOW;
import static dev.holdfast.guard.Talk.args;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ManifestDraft;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.archive.MetadataWriter;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.guard.HostileTarget.Judged;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Manifests that a target with the repository's key would like to store.
class ManifestAttackTest {
  private static final SortedSet<String> KEYS = new TreeSet<>(List.of("path", "mode"));

  private static HostileTarget target() {
    return new HostileTarget(KeyType.REPOKEY).opened();
  }

  private static void assertRefused(Judged judged, String because) {
    assertThat(judged.refused()).as(judged.detail()).contains(Reason.CONTENT_REFUSED);
    assertThat(judged.detail()).contains(because);
  }

  @Test
  void no_archive_of_before_is_dropped() {
    for (int dropped = 0; dropped < 2; dropped++) {
      HostileTarget target = target();
      ManifestEntry own = target.putsHonestArchive(NAME.value());
      List<ManifestEntry> left = List.of(target.entries.get(dropped), own);
      assertRefused(target.putManifest(target.manifest(NOW, left)), "lacks or changes");
    }
    HostileTarget all = target();
    assertRefused(all.putManifest(all.manifest(NOW, List.of())), "lacks or changes");
  }

  @Test
  void no_archive_of_before_is_renamed_replaced_or_dated_anew() {
    HostileTarget target = target();
    ManifestEntry own = target.putsHonestArchive(NAME.value());
    ManifestEntry old = target.entries.getFirst();
    ManifestEntry kept = target.entries.getLast();
    List<ManifestEntry> forgeries =
        List.of(
            new ManifestEntry(new ArchiveName("old1b"), old.id(), old.time()),
            new ManifestEntry(old.name(), own.id(), old.time()),
            new ManifestEntry(old.name(), kept.id(), old.time()),
            new ManifestEntry(old.name(), old.id(), old.time().plusSeconds(1)));
    for (ManifestEntry forged : forgeries) {
      HostileTarget fresh = target();
      assertRefused(
          fresh.putManifest(fresh.manifest(NOW, List.of(forged, kept))), "lacks or changes");
    }
  }

  @Test
  void exactly_one_archive_is_added_and_its_name_is_ours() {
    HostileTarget none = target();
    assertRefused(none.putManifest(), "adds 0 archives");
    HostileTarget two = target();
    ManifestEntry one = two.putsHonestArchive(NAME.value());
    ManifestEntry other = two.putsHonestArchive(NAME + ".checkpoint");
    assertRefused(two.putManifest(one, other), "adds 2 archives");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db-2026-11-20",
        "web-2026-11-2",
        "web-2026-11-20x",
        "web-2026-11-20.checkpoint.",
        "web-2026-11-20.checkpoint.x",
        "web-2026-11-20.checkpoint.1.checkpoint",
        "web-2026-11-20 "
      })
  void other_names_are_refused(String name) {
    HostileTarget target = target();
    assertRefused(target.putManifest(target.putsHonestArchive(name)), "is named");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".checkpoint", ".checkpoint.1", ".checkpoint.20"})
  void the_name_and_its_checkpoints_pass(String ending) {
    HostileTarget target = target();
    assertThat(target.putManifest(target.putsHonestArchive(NAME + ending)).refused()).isEmpty();
  }

  @Test
  void a_second_archive_in_the_same_session_replaces_the_first_or_is_refused() {
    HostileTarget target = target();
    ManifestEntry first = target.putsHonestArchive(NAME + ".checkpoint");
    assertThat(target.putManifest(first).refused()).isEmpty();
    target.commits();
    ManifestEntry second = target.putsHonestArchive(NAME.value());
    byte[] both = target.manifest(NOW.plusSeconds(1), target.with(first, second));
    assertRefused(target.putManifest(both), "adds 2 archives");
  }

  @Test
  void an_older_object_is_no_new_archive() {
    HostileTarget target = target();
    ManifestEntry old = target.entries.getFirst();
    assertRefused(
        target.putManifest(new ManifestEntry(NAME, old.id(), old.time())),
        "not stored in this session");
    HostileTarget again = target();
    byte[] copy =
        again.metadata("old1", again.entries.getFirst().time(), List.of(new ObjectId(1, 1, 1, 1)));
    ObjectId id = again.puts(copy);
    assertRefused(again.putManifest(new ManifestEntry(NAME, id, NOW)), "name and time");
    HostileTarget unknown = target();
    assertRefused(
        unknown.putManifest(new ManifestEntry(NAME, new ObjectId(9, 9, 9, 9), NOW)),
        "not stored in this session");
  }

  @Test
  void its_time_lies_between_the_last_one_and_now() {
    Instant last = NOW.minusSeconds(90_000);
    List<Instant> wrong =
        List.of(
            last,
            last.minusSeconds(1),
            NOW.plus(HostileTarget.SKEW).plusSeconds(1),
            Instant.parse("9999-12-31T23:59:59Z"));
    for (Instant time : wrong) {
      HostileTarget target = target();
      ManifestEntry own = target.putsHonestArchive(NAME.value());
      assertRefused(target.putManifest(target.manifest(time, target.with(own))), "manifest's time");
    }
  }

  private static byte[] draft(
      HostileTarget target, SortedSet<String> keys, Value.Map config, ManifestEntry own) {
    return new MetadataWriter(target.key, new Random(1))
        .manifest(new ManifestDraft(NOW, target.with(own), keys, config));
  }

  @Test
  void settings_stay_and_no_feature_is_demanded() {
    Value.Map without = Value.Map.builder().build();
    Value.Map off = Value.Map.builder().put("tam_required", false).build();
    Value.Map flags =
        Value.Map.builder()
            .put("tam_required", true)
            .put(
                "feature_flags",
                Value.Map.builder()
                    .put(
                        "write",
                        Value.Map.builder()
                            .put("mandatory", Value.Seq.of(Raw.of("future")))
                            .build())
                    .build())
            .build();
    for (Value.Map config : List.of(without, off, flags)) {
      HostileTarget target = target();
      ManifestEntry own = target.putsHonestArchive(NAME.value());
      Judged judged = target.putManifest(draft(target, KEYS, config, own));
      assertThat(judged.refused()).as(judged.detail()).contains(Reason.CONTENT_REFUSED);
    }
  }

  @Test
  void the_list_of_item_keys_grows_by_borgs_own_only() {
    HostileTarget fine = target();
    var more = new TreeSet<>(List.of("path", "mode", "birthtime", "acl_nfs4"));
    byte[] manifest = draft(fine, more, HostileTarget.CONFIG, fine.putsHonestArchive(NAME.value()));
    assertThat(fine.putManifest(manifest).refused()).isEmpty();
    HostileTarget bomb = target();
    var many = new TreeSet<String>();
    for (int i = 0; i < 100; i++) {
      many.add("key" + i);
    }
    manifest = draft(bomb, many, HostileTarget.CONFIG, bomb.putsHonestArchive(NAME.value()));
    assertRefused(bomb.putManifest(manifest), "unknown fields of items");
    HostileTarget larger = target();
    many.add("one more");
    manifest = draft(larger, many, HostileTarget.CONFIG, larger.putsHonestArchive(NAME.value()));
    assertRefused(larger.putManifest(manifest), "not acceptable");
  }

  @ParameterizedTest
  @EnumSource
  void garbage_and_other_keys_are_no_manifest(KeyType type) {
    HostileTarget garbage = new HostileTarget(type).opened();
    assertRefused(garbage.putManifest("{}".getBytes(StandardCharsets.UTF_8)), "not acceptable");
    HostileTarget plain = new HostileTarget(type).opened();
    byte[] clear = new byte[200];
    clear[0] = type == KeyType.NONE ? (byte) 3 : (byte) 2;
    assertRefused(
        plain.ask("put", args("id", Raw.of(new byte[32]), "data", Raw.of(clear))),
        "not acceptable");
    if (type != KeyType.REPOKEY && type.encrypts()) {
      HostileTarget foreign = new HostileTarget(type).opened();
      Key other = TestKeys.of(KeyType.REPOKEY);
      byte[] object =
          other.seal(
              foreign.manifest(NOW, foreign.entries),
              dev.holdfast.borg.compression.Compression.NONE,
              foreign.nonce);
      object[0] = type.typeByte();
      assertRefused(
          foreign.ask("put", args("id", Raw.of(new byte[32]), "data", Raw.of(object))),
          "not acceptable");
    }
  }

  @Test
  void a_manifest_without_proof_or_with_one_of_an_archive_is_refused() {
    HostileTarget target = target();
    byte[] manifest = target.manifest(NOW, target.with(target.putsHonestArchive(NAME.value())));
    String text = new String(manifest, StandardCharsets.ISO_8859_1);
    manifest[text.indexOf("tam_required") + 4] ^= 1;
    assertRefused(target.putManifest(manifest), "not acceptable");
    HostileTarget archive = target();
    assertRefused(
        archive.putManifest(archive.metadata(NAME.value(), NOW, List.of())), "not acceptable");
  }

  @Test
  void a_manifest_is_read_before_it_is_written() {
    HostileTarget target = new HostileTarget(KeyType.NONE);
    var rules =
        new BackupRules(
            new Repository(
                target.key, BaseExpectation.none(), new Nonces(target.ledger), Optional.empty()),
            BackupTerms.standard(NAME, () -> NOW),
            HostileTarget.plenty());
    Talk talk = new Talk(new SessionPolicy.Backup("/r", java.time.Duration.ZERO), rules).open();
    Raw manifest = Raw.of(target.seal(target.manifest(NOW, target.entries)));
    talk.refused(
        "put",
        args("id", dev.holdfast.guard.ObjectId.MANIFEST, "data", manifest),
        Reason.CONTENT_REFUSED);
  }

  private static Value.MapBuilder byHand(HostileTarget target, ManifestEntry own, boolean more) {
    Value.MapBuilder archives = Value.Map.builder();
    for (ManifestEntry entry : target.with(own)) {
      Value.MapBuilder fields =
          Value.Map.builder()
              .put("id", Raw.of(entry.id().bytes()))
              .put("time", entry.time().toString().replace("Z", ".000000"));
      archives.put(entry.name().value(), (more ? fields.put("more", 1) : fields).build());
    }
    return Value.Map.builder()
        .put("version", 1)
        .put("timestamp", NOW.toString().replace("Z", ".000000"))
        .put("archives", archives.build())
        .put("config", HostileTarget.CONFIG)
        .put("item_keys", Value.Seq.of(Raw.of("path")));
  }

  @Test
  void a_manifest_has_no_field_that_borg_does_not_write() {
    HostileTarget fine = target();
    var manifest = byHand(fine, fine.putsHonestArchive(NAME.value()), false);
    assertThat(fine.putManifest(fine.proven(MetadataKind.MANIFEST, manifest)).refused()).isEmpty();
    HostileTarget more = target();
    manifest = byHand(more, more.putsHonestArchive(NAME.value()), false).put("more", 1);
    assertRefused(more.putManifest(more.proven(MetadataKind.MANIFEST, manifest)), "fields");
    HostileTarget inside = target();
    manifest = byHand(inside, inside.putsHonestArchive(NAME.value()), true);
    assertRefused(inside.putManifest(inside.proven(MetadataKind.MANIFEST, manifest)), "fields");
  }

  @Test
  void a_manifest_is_encrypted_with_nonces_of_this_session() {
    HostileTarget target = target();
    ManifestEntry own = target.putsHonestArchive(NAME.value());
    target.nonce = (1L << 62) - 4;
    assertRefused(target.putManifest(own), "nonces");
  }

  @Test
  void random_damage_never_passes() {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      HostileTarget target = target();
      byte[] manifest = target.manifest(NOW, target.with(target.putsHonestArchive(NAME.value())));
      byte[] damaged = manifest.clone();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Judged judged = target.putManifest(damaged);
      assertThat(judged.refused().isEmpty())
          .as("seed %d", seed)
          .isEqualTo(java.util.Arrays.equals(damaged, manifest));
    }
  }

  // The repository host's own lies.

  @Test
  void a_host_that_shows_an_older_state_than_the_records_is_caught() {
    HostileTarget target =
        new HostileTarget(
            KeyType.REPOKEY,
            shown ->
                shown.archives().size() == 3
                    ? Optional.empty()
                    : Optional.of("the repository host shows 2 archives instead of 3"),
            100,
            dev.holdfast.borg.archive.ItemLimits.generous());
    HostileTarget.Judged judged = target.openedUpToManifest();
    assertThat(judged.refused()).contains(Reason.WRONG_REPOSITORY);
    assertThat(judged.detail()).contains("2 archives instead of 3");
  }

  @Test
  void a_host_that_changes_the_manifest_within_a_session_is_caught() {
    HostileTarget target = target();
    byte[] older = target.manifest(NOW.minusSeconds(95_000), target.entries.subList(0, 1));
    target.stored.put(ObjectId.MANIFEST, target.seal(older));
    assertThat(target.get(ObjectId.MANIFEST).refused()).contains(Reason.WRONG_REPOSITORY);
  }

  @Test
  void a_host_that_forges_a_manifest_or_an_archive_is_caught() {
    HostileTarget target = new HostileTarget(KeyType.REPOKEY);
    target.held(ObjectId.MANIFEST)[60] ^= 1;
    assertThat(target.openedUpToManifest().refused()).contains(Reason.WRONG_REPOSITORY);
    HostileTarget archive = target();
    ManifestEntry old = archive.entries.getFirst();
    archive.stored.put(old.id(), archive.seal(archive.metadata("old1", old.time(), List.of())));
    assertThat(archive.get(old.id()).refused()).contains(Reason.WRONG_REPOSITORY);
  }

  @Test
  void nonces_begin_behind_the_last_manifest() {
    HostileTarget target = new HostileTarget(KeyType.REPOKEY);
    target.nonce = 1L << 40;
    byte[] manifest = target.manifest(NOW.minusSeconds(1), target.entries);
    target.stored.put(ObjectId.MANIFEST, target.seal(manifest));
    target.hostNonce = target.nonce;
    assertThat(target.openedUpToManifest().refused()).isEmpty();
    assertThat(target.freeNonce()).isEqualTo(target.nonce);
  }

  @Test
  void a_host_that_put_its_number_of_nonces_back_is_caught() {
    HostileTarget target = new HostileTarget(KeyType.REPOKEY);
    assertThat(target.openedUpToManifest().refused()).isEmpty();
    target.hostNonce = target.nonce - 1;
    HostileTarget.Judged judged = target.ask("get_free_nonce", Talk.args());
    assertThat(judged.refused()).contains(Reason.WRONG_REPOSITORY);
    assertThat(judged.detail()).contains("a free nonce that cannot be");
  }

  @Test
  void a_host_pushes_nonces_up_by_one_leap_at_most() {
    Nonces nonces = new Nonces(new MemoryNonces(1_000));
    assertThat(nonces.free(1_001 + (1L << 40))).isEmpty();
    assertThat(nonces.free(1_000 + (1L << 40))).contains(1_000 + (1L << 40));
    assertThat(nonces.free(-1)).isEmpty();
  }
}
