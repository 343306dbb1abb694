package dev.holdfast.guard;

import static dev.holdfast.guard.HostileTarget.NOW;
import static dev.holdfast.guard.HostileTarget.item;
import static dev.holdfast.guard.Talk.args;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.guard.HostileTarget.Judged;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The controller's own borg does what was planned, or nothing.
class MaintenanceRulesTest {
  private static final MaintenanceTask DROP_OLD1 =
      new MaintenanceTask.DropArchives(Set.of(new ArchiveName("old1")));
  private static final Raw MANIFEST = dev.holdfast.guard.ObjectId.MANIFEST;

  private static final MaintenanceTask DROP_BOTH =
      new MaintenanceTask.DropArchives(Set.of(new ArchiveName("old1"), new ArchiveName("old2")));

  /// For planned archives of so many objects.
  static PlanProof roomFor(int objectsMax) {
    return new PlanProof(new LargePlans().turn(), objectsMax, (_, _) -> {});
  }

  private static void assertRefused(Judged judged, String because) {
    assertThat(judged.refused()).as(judged.detail()).contains(Reason.CONTENT_REFUSED);
    assertThat(judged.detail()).contains(because);
  }

  private static HostileTarget dropping() {
    return HostileTarget.maintaining(DROP_OLD1).opened();
  }

  private static byte[] only(HostileTarget borg, int... kept) {
    List<ManifestEntry> left = java.util.Arrays.stream(kept).mapToObj(borg.entries::get).toList();
    return borg.manifest(NOW, left);
  }

  private static ObjectId stream(HostileTarget borg, String path) {
    return borg.key.idOf(item(path, borg.oldChunk, 25));
  }

  @Test
  void the_planned_archive_goes_with_what_belongs_to_it() {
    HostileTarget borg = dropping();
    assertThat(borg.delete(stream(borg, "etc/a")).refused()).isEmpty();
    assertThat(borg.delete(borg.entries.getFirst().id()).refused()).isEmpty();
    assertThat(borg.putManifest(only(borg, 1)).refused()).isEmpty();
    borg.commits();
  }

  @Test
  void no_other_archive_goes() {
    HostileTarget borg = dropping();
    assertRefused(borg.putManifest(only(borg)), "'old2' is not in the plan");
    HostileTarget swapped = dropping();
    assertRefused(swapped.putManifest(only(swapped, 0)), "'old2' is not in the plan");
  }

  @Test
  void nothing_that_remaining_archives_say_is_deleted() {
    HostileTarget borg = dropping();
    assertRefused(borg.delete(borg.entries.getLast().id()), "planned archives alone");
    HostileTarget items = dropping();
    assertRefused(items.delete(stream(items, "etc/b")), "planned archives alone");
    HostileTarget strange = dropping();
    assertRefused(strange.delete(strange.store(new byte[9])), "planned archives alone");
    HostileTarget manifest = dropping();
    assertThat(manifest.delete(ObjectId.MANIFEST).refused()).contains(Reason.DELETE_NOT_ALLOWED);
    HostileTarget twice = dropping();
    assertThat(twice.delete(stream(twice, "etc/a")).refused()).isEmpty();
    assertRefused(twice.delete(stream(twice, "etc/a")), "planned archives alone");
  }

  @Test
  void a_chunk_of_a_file_goes_with_the_last_archive_that_names_it() {
    HostileTarget one = dropping();
    assertRefused(one.delete(one.oldChunk), "planned archives alone");
    HostileTarget all = HostileTarget.maintaining(DROP_BOTH).opened();
    assertThat(all.delete(all.oldChunk).refused()).isEmpty();
    assertRefused(all.delete(all.oldChunk), "planned archives alone");
  }

  @Test
  void nothing_goes_while_a_remaining_archive_cannot_be_read() {
    HostileTarget missing = dropping();
    missing.stored.remove(missing.entries.getLast().id());
    assertRefused(missing.delete(stream(missing, "etc/a")), "'old2' cannot be used: it is missing");
    HostileTarget altered = dropping();
    altered.stored.put(stream(altered, "etc/b"), altered.held(stream(altered, "etc/a")));
    assertRefused(altered.delete(stream(altered, "etc/a")), "has another content");
  }

  /// Each archive is of three objects, one of which both name.
  @Test
  void archives_that_are_too_many_together_are_told_apart_from_a_borg_that_does_wrong() {
    PlanProof narrow = roomFor(4);
    HostileTarget both = HostileTarget.maintaining(DROP_BOTH, narrow).opened();
    assertRefused(both.delete(stream(both, "etc/a")), "'old2' cannot be used: with those before");
    assertThat(narrow.obstacle())
        .contains(
            new PlanProof.Obstacle.TooLarge(
                Set.of(new ArchiveName("old1")), new ArchiveName("old2")));
    PlanProof enough = roomFor(4);
    HostileTarget one = HostileTarget.maintaining(DROP_OLD1, enough).opened();
    assertThat(one.delete(stream(one, "etc/a")).refused()).isEmpty();
    assertThat(enough.obstacle()).isEmpty();
    PlanProof tiny = roomFor(2);
    HostileTarget none = HostileTarget.maintaining(DROP_OLD1, tiny).opened();
    assertThat(none.delete(stream(none, "etc/a")).refused()).contains(Reason.CONTENT_REFUSED);
    assertThat(tiny.obstacle())
        .contains(new PlanProof.Obstacle.TooLarge(Set.of(), new ArchiveName("old1")));
  }

  @Test
  void two_large_plans_are_not_proven_at_once() {
    LargePlans plans = new LargePlans(2);
    PlanProof first = new PlanProof(plans.turn(), 1000, (_, _) -> {});
    LargePlans.Turn turn = plans.turn();
    PlanProof second = new PlanProof(turn, 1000, (_, _) -> {});
    HostileTarget one = HostileTarget.maintaining(DROP_OLD1, first).opened();
    assertThat(one.delete(stream(one, "etc/a")).refused()).isEmpty();
    HostileTarget other = HostileTarget.maintaining(DROP_OLD1, second).opened();
    assertRefused(other.delete(stream(other, "etc/a")), "another large plan is being proven");
    assertThat(second.obstacle()).contains(new PlanProof.Obstacle.NotItsTurn());
  }

  @Test
  void one_archive_that_a_backup_may_make_always_fits() {
    assertThat(BackupTerms.objectsMax(BackupTerms.CHUNKS_MAX))
        .isEqualTo(2 * 3_000_000 + 700_000 + 1);
    assertThat(BackupTerms.objectsMax(100_000_000)).isPositive();
    PlanProof small = roomFor(BackupTerms.objectsMax(1));
    HostileTarget borg = HostileTarget.maintaining(DROP_OLD1, small).opened();
    assertThat(borg.delete(stream(borg, "etc/a")).refused()).isEmpty();
  }

  @Test
  void nothing_is_added_or_replaced() {
    HostileTarget borg = dropping();
    ManifestEntry old = borg.entries.getLast();
    ManifestEntry renamed = new ManifestEntry(new ArchiveName("new"), old.id(), old.time());
    assertRefused(borg.putManifest(borg.manifest(NOW, List.of(old, renamed))), "adds or changes");
    HostileTarget object = dropping();
    assertThat(
            object
                .ask("put", args("id", Raw.of(object.oldChunk.bytes()), "data", Raw.of("x")))
                .refused())
        .contains(Reason.CALL_NOT_ALLOWED);
  }

  @Test
  void compaction_changes_nothing_and_is_the_only_task_that_frees_space() {
    HostileTarget borg = HostileTarget.maintaining(new MaintenanceTask.Compact());
    assertThat(borg.openedUpToManifest().refused()).isEmpty();
    Raw same = Raw.of(borg.held(ObjectId.MANIFEST));
    borg.passes("put", args("id", MANIFEST, "data", same));
    borg.commits();
    HostileTarget other = HostileTarget.maintaining(new MaintenanceTask.Compact());
    assertThat(other.openedUpToManifest().refused()).isEmpty();
    assertRefused(other.putManifest(only(other, 1)), "compaction changes the manifest");
    HostileTarget deleting = HostileTarget.maintaining(new MaintenanceTask.Compact());
    assertThat(deleting.openedUpToManifest().refused()).isEmpty();
    assertThat(deleting.delete(deleting.oldChunk).refused()).contains(Reason.CALL_NOT_ALLOWED);
    assertThat(compactOf(new MaintenanceTask.Compact())).isEqualTo(new Value.Bool(true));
    assertThat(compactOf(DROP_OLD1)).isEqualTo(new Value.Bool(false));
  }

  /// What a commit says of compaction, whatever the client asks for.
  private static Value compactOf(MaintenanceTask task) {
    var policy = new SessionPolicy.Maintenance("/r", Duration.ZERO, RepositoryPins.none(), task);
    Talk talk = new Talk(policy).open();
    talk.passes("put", args("id", MANIFEST, "data", Raw.of("same")), new Value.Nil());
    Request.Call commit =
        talk.forwarded(
            "commit", args("compact", new Value.Bool(!(task instanceof MaintenanceTask.Compact))));
    return java.util.Objects.requireNonNull(commit.arguments().get("compact"));
  }

  @Test
  void a_check_repairs_nothing() {
    var policy =
        new SessionPolicy.Maintenance(
            "/r", Duration.ZERO, RepositoryPins.none(), new MaintenanceTask.Check());
    Talk talk = new Talk(policy).open();
    Request.Call check =
        talk.forwarded(
            "check", args("repair", new Value.Bool(false), "max_duration", new Value.Int(9)));
    assertThat(check.arguments())
        .containsEntry("repair", new Value.Bool(false))
        .containsEntry("max_duration", new Value.Int(9));
    talk.passes(
        "list",
        args("limit", new Value.Int(100), "marker", new Value.Nil()),
        Value.Seq.of(Talk.id(1)));
    talk.passes("scan", args("limit", new Value.Int(100), "marker", Talk.id(1)), Value.Seq.of());
    talk.refused("put", args("id", MANIFEST, "data", Raw.of("x")), Reason.CALL_NOT_ALLOWED);
    Talk repairing = new Talk(policy).open();
    repairing.refused("check", args("repair", new Value.Bool(true)), Reason.BAD_ARGUMENT);
    Talk greedy = new Talk(policy).open();
    greedy.refused("list", args("limit", new Value.Int(1_000_000)), Reason.BAD_ARGUMENT);
  }
}
