package dev.holdfast.lab.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.run.CheckDepth;
import dev.holdfast.fleet.run.Finding;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunRecord;
import dev.holdfast.testkit.RealBorg;
import dev.holdfast.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A repository whose disk fails: `holdfast check` calls it damaged at exactly the depths at which
/// plain `borg check` of the same machines does.
@Execution(ExecutionMode.SAME_THREAD)
@Order(-80)
class DamageIT {
  private static final int FILE_BYTES = 3 << 20;

  private static final Map<String, CheckDepth> DEPTHS =
      Map.of(
          "everything", new CheckDepth.Everything(),
          "the repository", new CheckDepth.RepositoryOnly(),
          "the archives", new CheckDepth.ArchivesOnly(),
          "the contents", new CheckDepth.Contents(),
          "a part", new CheckDepth.Partial(Duration.ofMinutes(1)));

  private static final List<Machine> MACHINES = new ArrayList<>();

  /// A fleet with one honest archive, and its repository as it was.
  private record Machine(RealBorg onHost, Path directory, GuardedFleet fleet) {
    static Machine of(RealBorg onHost) throws IOException {
      var directory = Files.createTempDirectory(Path.of("/tmp"), "hfdam");
      var fleet =
          new GuardedFleet(directory.resolve("fleet"), RealBorg.system(), onHost, "repokey");
      fleet.configuration().set("always", "targets", GuardedFleet.TARGET, "actions", "check");
      fleet.init();
      // The second backup lies in segments of its own: what its file is made of can go, and the
      // list of archives stays.
      var bytes = new byte[FILE_BYTES];
      new Random(5).nextBytes(bytes);
      Files.write(fleet.source().resolve("large"), bytes);
      assertThat(fleet.backup(GuardedFleet.TARGET).outcome()).isInstanceOf(Outcome.Done.class);
      Files.writeString(fleet.source().resolve("small"), "small");
      assertThat(fleet.backup(GuardedFleet.TARGET).outcome()).isInstanceOf(Outcome.Done.class);
      Directories.copy(fleet.repository(), directory.resolve("kept"));
      return new Machine(onHost, directory, fleet);
    }

    void heal() throws IOException {
      Directories.copy(directory.resolve("kept"), fleet.repository());
    }

    /// What borg says without Holdfast, its `serve` being the same.
    int plain(CheckDepth depth) throws IOException {
      var serve = new ArrayList<String>();
      onHost.words("serve").forEach(word -> serve.add("'" + word + "'"));
      var remote = directory.resolve("remote");
      Files.writeString(remote, "#!/bin/sh\nexec " + String.join(" ", serve) + "\n");
      Files.setPosixFilePermissions(remote, PosixFilePermissions.fromString("rwxr-xr-x"));
      var home = directory.resolve("plain");
      var environment = new HashMap<>(RealBorg.environment(home, fleet.passphrase()));
      environment.put("BORG_RSH", remote.toString());
      environment.put("BORG_REPO", "ssh://host" + fleet.repository());
      var words = new ArrayList<>(List.of("check"));
      words.addAll(depth.words());
      return RealBorg.system().run(environment, words.toArray(String[]::new)).exitCode();
    }
  }

  @BeforeAll
  static void set() throws IOException {
    for (var borg : RealBorg.all()) {
      MACHINES.add(Machine.of(borg));
    }
  }

  @AfterAll
  static void strike() throws IOException {
    for (var machine : MACHINES) {
      Directories.delete(machine.directory());
    }
  }

  @FunctionalInterface
  private interface Damage {
    void to(Path repository) throws IOException;
  }

  /// What happened to a disk.
  ///
  /// @param seenBy depths at which plain borg sees it; at the others its own word decides
  private record Accident(String name, Damage damage, Set<String> seenBy) {}

  private static final Set<String> FILES = Set.of("everything", "the repository", "the contents");

  private static final List<Accident> ACCIDENTS =
      List.of(
          new Accident("nothing", _ -> {}, Set.of()),
          new Accident("a flipped bit", SegmentDamage::flipBit, FILES),
          new Accident("a lost file", SegmentDamage::lose, FILES),
          new Accident("a file cut short", SegmentDamage::cut, FILES),
          new Accident(
              "a changed object of the right sum", SegmentDamage::change, Set.of("the contents")));

  /// With the older borg on the host each depth; with the newer one those whose ways differ.
  @TestFactory
  Stream<DynamicTest> each_depth_sees_what_borg_sees() {
    var older = MACHINES.getFirst();
    var newer = MACHINES.getLast();
    var sound = ACCIDENTS.subList(0, 1);
    var damaged = ACCIDENTS.subList(1, ACCIDENTS.size());
    return Stream.of(
            tests(older, sound, List.of("the contents", "a part")),
            tests(older, damaged, DEPTHS.keySet()),
            tests(newer, sound, List.of("everything")),
            tests(newer, damaged.subList(0, 2), List.of("everything", "the archives")))
        .flatMap(Function.identity());
  }

  private static Stream<DynamicTest> tests(
      Machine machine, List<Accident> accidents, Collection<String> depths) {
    return accidents.stream()
        .flatMap(accident -> depths.stream().map(depth -> test(machine, accident, depth)));
  }

  private static DynamicTest test(Machine machine, Accident accident, String name) {
    var depth = Objects.requireNonNull(DEPTHS.get(name));
    return DynamicTest.dynamicTest(
        "%s, %s, borg %s".formatted(accident.name(), name, machine.onHost().version()),
        () -> {
          machine.heal();
          accident.damage().to(machine.fleet().repository());
          var plain = machine.plain(depth);
          if (accident.seenBy().contains(name)) {
            assertThat(plain).as("plain borg sees it").isNotZero();
          }
          machine.heal();
          accident.damage().to(machine.fleet().repository());
          var checked = machine.fleet().check(depth);
          if (plain == 0) {
            assertSound(checked);
          } else {
            assertDamaged(checked);
          }
        });
  }

  @Test
  void an_object_that_no_archive_needs_is_a_warning() throws IOException {
    var machine = MACHINES.getFirst();
    machine.heal();
    put(machine, "b'o' * 32");
    var depth = new CheckDepth.Everything();
    assertThat(machine.plain(depth)).as("plain borg calls it a problem").isEqualTo(1);
    var checked = machine.fleet().check(depth);
    assertSound(checked);
    assertThat(((Outcome.Done) checked.outcome()).warnings())
        .containsExactly("1 orphaned objects found!");
  }

  @Test
  void a_list_of_archives_that_nobody_can_read_is_a_finding() throws IOException {
    var machine = MACHINES.getFirst();
    machine.heal();
    put(machine, "bytes(32)");
    var checked = machine.fleet().check(new CheckDepth.Everything());
    assertThat(checked.outcome()).isInstanceOf(Outcome.Failed.class);
    assertThat(checked.findings()).hasSize(1);
  }

  /// Stores an object once more under another id.
  private static void put(Machine machine, String id) {
    var script =
        """
        import sys
        from borg.logger import setup_logging
        from borg.repository import Repository
        setup_logging()
        with Repository(sys.argv[1], exclusive=True) as repository:
            some = [id for id in repository.list() if id != bytes(32)][0]
            repository.put(%s, repository.get(some))
            repository.commit(compact=False)
        """
            .formatted(id);
    var repository = machine.fleet().repository().toString();
    Tool.run(RealBorg.system().pythonWords("-c", script, repository));
  }

  private static void assertSound(RunRecord checked) {
    assertThat(checked.outcome()).isInstanceOf(Outcome.Done.class);
    assertThat(checked.findings()).isEmpty();
  }

  private static void assertDamaged(RunRecord checked) {
    assertThat(checked.outcome()).isInstanceOf(Outcome.Failed.class);
    var failed = (Outcome.Failed) checked.outcome();
    assertThat(failed.code()).as(failed.sentence()).isEqualTo(ErrorCode.REPOSITORY_DAMAGED);
    assertThat(checked.findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.REPOSITORY_DAMAGED);
  }
}
