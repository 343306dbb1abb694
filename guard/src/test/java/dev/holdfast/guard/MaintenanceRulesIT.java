package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.testkit.RealBorg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Real borg deletes, compacts and checks as planned, and nothing else.
class MaintenanceRulesIT {
  private static final KeyType TYPE = KeyType.REPOKEY_BLAKE2;

  /// A size that borg never divides, however this repository's chunker is seeded.
  private static final int ONE_CHUNK = 500_000;

  private static final Map<String, String> SURE =
      Map.of("BORG_DELETE_I_KNOW_WHAT_I_AM_DOING", "YES");

  @TestFactory
  Stream<DynamicTest> a_plan_is_executed_and_nothing_else() {
    return RealBorg.all().stream()
        .map(borg -> DynamicTest.dynamicTest(borg.version(), () -> play(borg)));
  }

  private static void play(RealBorg borg) throws Exception {
    try (BorgRig rig = new BorgRig(borg)) {
      assertThat(rig.run(rig.initialise(), "init", "-e", TYPE.borgName()).exit()).isZero();
      Path source = Files.createDirectories(rig.home.resolve("source"));
      for (int i = 0; i < 4; i++) {
        byte[] bytes = new byte[ONE_CHUNK];
        new Random(i).nextBytes(bytes);
        Files.write(source.resolve("same"), Arrays.copyOf(bytes, 10));
        Files.write(source.resolve("each"), bytes);
        BorgRig.Outcome made = rig.run(rig.backup(), "create", "::a" + i, "source");
        assertThat(made.exit()).as(made.err()).isZero();
      }
      refused(rig, drop("a0"), "delete", "::a1");
      refused(rig, drop("a0"), "delete", "::a0", "a1");
      refused(rig, drop("a0"), "prune", "--keep-last=1");
      refused(rig, drop("a0"), "compact");
      refused(rig, new MaintenanceTask.Check(), "delete", "::a0");
      refused(rig, new MaintenanceTask.Compact(), "delete", "::a0");
      PlanProof narrow = MaintenanceRulesTest.roomFor(5);
      BorgRig.Outcome both = run(rig, TYPE, drop("a0", "a2"), narrow, SURE, "delete", "::a0", "a2");
      assertThat(both.report().committed()).as(both.err()).isFalse();
      assertThat(narrow.obstacle())
          .contains(
              new PlanProof.Obstacle.TooLarge(
                  Set.of(new ArchiveName("a0")), new ArchiveName("a2")));
      long before = size(rig.repository);
      done(rig, drop("a0", "a2"), "delete", "::a0", "a2");
      done(rig, new MaintenanceTask.Compact(), "compact", "--threshold=0");
      assertThat(before - size(rig.repository)).isGreaterThan(2 * ONE_CHUNK - 50_000);
      done(rig, new MaintenanceTask.Check(), "check");
      done(rig, new MaintenanceTask.Check(), "check", "--verify-data");
      done(rig, new MaintenanceTask.Check(), "check", "--repository-only", "--max-duration=1");
      BorgRig.Outcome list = rig.run(rig.readOnly(), "list", "--short");
      assertThat(list.out().lines()).containsExactly("a1", "a3");
    }
  }

  /// Patched into borg: deletes the first chunk that is still needed elsewhere.
  private static final String MISCOUNTING =
      """
      import borg.cache
      honest = borg.cache.LocalCache.chunk_decref
      gone = []
      def miscount(self, id, *rest, **named):
          if self.chunks[id].refcount > 1 and not gone:
              gone.append(id)
              self.repository.delete(id, wait=False)
          return honest(self, id, *rest, **named)
      borg.cache.LocalCache.chunk_decref = miscount
      """;

  @TestFactory
  Stream<DynamicTest> a_borg_that_deletes_one_shared_chunk_more_is_stopped_before_it_counts() {
    return Stream.of(KeyType.NONE, KeyType.AUTHENTICATED, KeyType.REPOKEY)
        .map(type -> DynamicTest.dynamicTest(type.borgName(), () -> miscount(type)));
  }

  private static void miscount(KeyType type) throws Exception {
    try (BorgRig rig = new BorgRig(RealBorg.system())) {
      assertThat(rig.run(rig.initialise(), "init", "-e", type.borgName()).exit()).isZero();
      Path source = Files.createDirectories(rig.home.resolve("source"));
      Files.write(source.resolve("same"), new byte[100]);
      for (int i = 0; i < 2; i++) {
        Files.write(source.resolve("each"), new byte[] {(byte) i});
        assertThat(rig.run(rig.backup(), "create", "::a" + i, "source").exit()).isZero();
      }
      Path patch = Files.createDirectories(rig.home.resolve("patch"));
      Files.writeString(patch.resolve("sitecustomize.py"), MISCOUNTING);
      Map<String, String> mad = new HashMap<>(SURE);
      mad.put("PYTHONPATH", patch.toString());
      BorgRig.Outcome outcome = run(rig, type, drop("a0"), mad, "delete", "::a0");
      assertThat(outcome.report().end().toString())
          .as(outcome.err())
          .contains("Refused", "does not belong to the planned archives alone");
      assertThat(outcome.report().committed()).isFalse();
      whole(rig, type, "a0", "a1");
      BorgRig.Outcome honest = run(rig, type, drop("a0"), SURE, "delete", "::a0");
      assertThat(honest.report().end()).as(honest.err()).isEqualTo(new SessionEnd.Completed());
      whole(rig, type, "a1");
    }
  }

  /// Every archive and every object is as it should be.
  private static void whole(BorgRig rig, KeyType type, String... archives) throws Exception {
    BorgRig.Outcome check =
        run(rig, type, new MaintenanceTask.Check(), SURE, "check", "--verify-data");
    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(rig.run(rig.readOnly(), "list", "--short").out().lines()).containsExactly(archives);
  }

  private static MaintenanceTask drop(String... names) {
    Set<ArchiveName> set = Stream.of(names).map(ArchiveName::new).collect(Collectors.toSet());
    return new MaintenanceTask.DropArchives(set);
  }

  private static BorgRig.Outcome run(BorgRig rig, MaintenanceTask task, String... words)
      throws Exception {
    return run(rig, TYPE, task, SURE, words);
  }

  private static BorgRig.Outcome run(
      BorgRig rig,
      KeyType type,
      MaintenanceTask task,
      Map<String, String> environment,
      String... words)
      throws Exception {
    return run(rig, type, task, MaintenanceRulesTest.roomFor(1000), environment, words);
  }

  private static BorgRig.Outcome run(
      BorgRig rig,
      KeyType type,
      MaintenanceTask task,
      PlanProof proof,
      Map<String, String> environment,
      String... words)
      throws Exception {
    var policy =
        new SessionPolicy.Maintenance(
            rig.repository.toString(), Duration.ofSeconds(5), RepositoryPins.none(), task);
    try (Key key = new RepositoryKeys(rig, type).unlock()) {
      var repository =
          new Repository(
              key, BaseExpectation.none(), new Nonces(new MemoryNonces(0)), Optional.empty());
      var rules =
          new MaintenanceRules(
              repository, task, InstantSource.system(), proof, HostileTarget.plenty());
      return rig.run(policy, rules, environment, words);
    }
  }

  private static void done(BorgRig rig, MaintenanceTask task, String... words) throws Exception {
    BorgRig.Outcome outcome = run(rig, task, words);
    assertThat(outcome.report().end()).as(outcome.err()).isEqualTo(new SessionEnd.Completed());
    assertThat(outcome.exit()).as("%s: %s", words[0], outcome.err()).isZero();
  }

  private static void refused(BorgRig rig, MaintenanceTask task, String... words) throws Exception {
    BorgRig.Outcome outcome = run(rig, task, words);
    assertThat(outcome.report().end())
        .as("%s: %s", words[0], outcome.err())
        .isInstanceOf(SessionEnd.Refused.class);
    assertThat(outcome.report().committed()).isFalse();
  }

  private static long size(Path directory) throws Exception {
    try (Stream<Path> all = Files.walk(directory)) {
      long sum = 0;
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        sum += Files.size(path);
      }
      return sum;
    }
  }
}
