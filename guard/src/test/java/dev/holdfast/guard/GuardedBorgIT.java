package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Real borg, both ends, through the guard.
class GuardedBorgIT {
  private static final Map<String, String> NEW_PASSPHRASE =
      Map.of("BORG_NEW_PASSPHRASE", "another horse");

  private interface Scene {
    void play(BorgRig rig) throws Exception;
  }

  private static Stream<DynamicTest> withEach(Scene scene) {
    return RealBorg.all().stream()
        .map(borg ->
            DynamicTest.dynamicTest(
                borg.version(),
                () -> {
                  try (BorgRig rig = new BorgRig(borg)) {
                    BorgRig.Outcome init = rig.run(rig.initialise(), "init", "-e", "repokey");
                    assertThat(init.exit()).as(init.err()).isZero();
                    assertThat(init.report().end()).isEqualTo(new SessionEnd.Completed());
                    assertThat(init.report().committed()).isTrue();
                    scene.play(rig);
                  }
                }));
  }

  private static Path sample(BorgRig rig, int files, int bytesEach) throws IOException {
    Path source = Files.createDirectories(rig.home.resolve("source"));
    for (int i = 0; i < files; i++) {
      byte[] bytes = new byte[bytesEach];
      new Random(i).nextBytes(bytes);
      Files.write(source.resolve("file " + i), bytes);
    }
    return source;
  }

  private static BorgRig.Outcome create(BorgRig rig, String archive) throws Exception {
    BorgRig.Outcome outcome = rig.run(rig.backup(), "create", "--stats", "::" + archive, "source");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.report().end()).isEqualTo(new SessionEnd.Completed());
    assertThat(outcome.report().committed()).isTrue();
    return outcome;
  }

  private static String archives(BorgRig rig) throws Exception {
    BorgRig.Outcome outcome = rig.run(rig.readOnly(), "list", "--consider-checkpoints", "--short");
    assertThat(outcome.exit()).as(outcome.err()).isZero();
    assertThat(outcome.report().end()).isEqualTo(new SessionEnd.Completed());
    assertThat(outcome.report().committed()).isFalse();
    return String.join(" ", outcome.out().lines().toList());
  }

  @TestFactory
  Stream<DynamicTest> two_backups_come_back_byte_for_byte() {
    return withEach(rig -> {
      Path source = sample(rig, 5, 3_000_000);
      create(rig, "one");
      Files.writeString(source.resolve("file 0"), "changed");
      SessionReport second = create(rig, "two").report();
      assertThat(second.clientBytes()).as("only the change was sent").isLessThan(100_000);
      assertThat(archives(rig)).isEqualTo("one two");
      Files.createDirectories(rig.home.resolve("out"));
      BorgRig.Outcome extract = rig.run(rig.readOnly(), "extract", "::two");
      assertThat(extract.exit()).as(extract.err()).isZero();
      for (int i = 1; i < 5; i++) {
        byte[] expected = new byte[3_000_000];
        new Random(i).nextBytes(expected);
        assertThat(Arrays.equals(Files.readAllBytes(source.resolve("file " + i)), expected))
            .isTrue();
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> checkpoints_come_and_go() {
    return withEach(rig -> {
      sample(rig, 4, 2_500_000);
      BorgRig.Outcome outcome =
          rig.run(
              rig.backup(),
              "create",
              "--checkpoint-interval=1",
              "--upload-ratelimit=2500",
              "::one",
              "source");
      assertThat(outcome.exit()).as(outcome.err()).isZero();
      assertThat(outcome.report().end()).isEqualTo(new SessionEnd.Completed());
      assertThat(outcome.report().commits()).isGreaterThan(1);
      assertThat(outcome.report().calls()).containsKey("delete");
      assertThat(archives(rig)).isEqualTo("one");
    });
  }

  @TestFactory
  Stream<DynamicTest> what_a_backup_does_not_need_is_refused_in_one_line() {
    return withEach(rig -> {
      sample(rig, 2, 50_000);
      create(rig, "one");
      create(rig, "two");
      refused(rig, Map.of(), "delete", "::one");
      refused(rig, Map.of(), "prune", "--keep-last=1");
      refused(rig, NEW_PASSPHRASE, "key", "change-passphrase");
      refused(rig, Map.of(), "break-lock");
      refused(rig, Map.of(), "check");
      refused(rig, Map.of("BORG_CHECK_I_KNOW_WHAT_I_AM_DOING", "YES"), "check", "--repair");
      refused(rig, Map.of(), "rename", "::one", "uno");
      refused(rig, Map.of("BORG_DELETE_I_KNOW_WHAT_I_AM_DOING", "YES"), "delete");
      BorgRig.delete(rig.home.resolve(".cache"));
      refused(rig, Map.of(), "create", "--no-cache-sync", "::three", "source");
      assertThat(archives(rig)).isEqualTo("one two");
    });
  }

  @TestFactory
  Stream<DynamicTest> nothing_goes_into_a_repository_that_was_exchanged() {
    return withEach(rig -> {
      sample(rig, 2, 500_000);
      RepositoryPins mode = RepositoryPins.none().withTypeByte((byte) 3);
      RepositoryPins both = mode.withRepositoryId(repositoryId(rig));
      BorgRig.Outcome before = rig.run(pinned(rig, both), "create", "::one", "source");
      assertThat(before.exit()).as(before.err()).isZero();
      BorgRig.delete(rig.repository);
      BorgRig.delete(rig.home.resolve(".cache"));
      BorgRig.delete(rig.home.resolve(".config"));
      BorgRig.Outcome hostile = rig.run(rig.initialise(), "init", "-e", "none");
      assertThat(hostile.exit()).as(hostile.err()).isZero();
      for (RepositoryPins pins : List.of(mode, both)) {
        BorgRig.Outcome outcome =
            rig.run(
                pinned(rig, pins),
                Map.of("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes"),
                "create",
                "::two",
                "source");
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err().lines().filter(l -> l.contains("Holdfast refuses"))).hasSize(1);
        assertThat(outcome.err()).doesNotContain("Traceback");
        assertThat(outcome.report().end())
            .isInstanceOfSatisfying(
                SessionEnd.Refused.class,
                end -> assertThat(end.reason()).isEqualTo(Reason.WRONG_REPOSITORY));
        assertThat(outcome.report().puts()).isZero();
      }
    });
  }

  private static SessionPolicy pinned(BorgRig rig, RepositoryPins pins) {
    return new SessionPolicy.Backup(rig.repository.toString(), Duration.ofSeconds(5), pins);
  }

  private static byte[] repositoryId(BorgRig rig) throws IOException {
    String line =
        Files.readAllLines(rig.repository.resolve("config")).stream()
            .filter(l -> l.startsWith("id = "))
            .findFirst()
            .orElseThrow();
    return HexFormat.of().parseHex(line.substring("id = ".length()));
  }

  private static void refused(BorgRig rig, Map<String, String> environment, String... arguments)
      throws Exception {
    BorgRig.Outcome outcome = rig.run(rig.backup(), environment, arguments);
    assertThat(outcome.exit()).as("%s: %s", arguments[0], outcome.err()).isEqualTo(2);
    assertThat(outcome.err().lines().filter(l -> l.contains("Holdfast refuses"))).hasSize(1);
    assertThat(outcome.err()).doesNotContain("Traceback").doesNotContain(rig.repository.toString());
    assertThat(outcome.report().end()).isInstanceOf(SessionEnd.Refused.class);
    assertThat(outcome.report().committed()).isFalse();
  }
}
