package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.ExitStatus.Exited;
import dev.holdfast.guard.SessionEnd;
import dev.holdfast.guard.SessionReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When a repository may be called sound.
final class CheckVerdictTest {
  private static final Optional<Boolean> PASSED = Optional.of(true);
  private static final Optional<Boolean> FAILED = Optional.of(false);
  private static final Optional<Boolean> UNASKED = Optional.empty();
  private static final String ORPHANS = "3 orphaned objects found!";
  private static final String PROBLEMS = "Archive consistency check complete, problems found.";
  private static final String MISSING =
      "web1-1: etc/%s: New missing file chunk detected (Byte 0-5, Chunk 00). Replacing with all-zero chunk.";

  private final BorgTranscript client = new BorgTranscript();
  private final BorgTranscript host = new BorgTranscript();

  private CheckVerdict of(
      CheckDepth depth, int code, Optional<Boolean> passed, String... failures) {
    return of(depth, new Exited(code), passed, failures);
  }

  private CheckVerdict of(
      CheckDepth depth, ExitStatus exit, Optional<Boolean> passed, String... failures) {
    var report =
        new SessionReport(
            new SessionEnd.Completed(),
            0,
            passed,
            0,
            0,
            0,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(failures));
    return CheckVerdict.of(depth, new CheckVerdict.Evidence(exit, client, host, report));
  }

  private static CheckDepth all() {
    return new CheckDepth.Everything();
  }

  private static void error(BorgTranscript transcript, String id, String text) {
    transcript.add(new BorgMessage.Logged("ERROR", id, text));
  }

  @Test
  void a_quiet_check_that_looked_at_everything_is_sound() {
    assertThat(of(all(), 0, PASSED)).isEqualTo(new CheckVerdict.Sound(List.of()));
    assertThat(of(new CheckDepth.ArchivesOnly(), 0, UNASKED))
        .isEqualTo(new CheckVerdict.Sound(List.of()));
  }

  @Test
  void a_check_that_did_not_look_at_the_files_is_not_sound() {
    assertThat(of(all(), 0, UNASKED)).isInstanceOf(CheckVerdict.Untold.class);
  }

  @Test
  void what_the_repository_host_answers_decides_and_its_log_says_what() {
    error(host, "", "Data checksum mismatch [segment 7, offset 8]");
    error(host, "", "Finished full repository check, errors found.");
    var damage =
        List.of(
            "Data checksum mismatch [segment 7, offset 8]",
            "Finished full repository check, errors found.");
    assertThat(of(all(), 1, FAILED)).isEqualTo(new CheckVerdict.Damaged(damage, true));
    assertThat(of(all(), 0, FAILED)).isInstanceOf(CheckVerdict.Damaged.class);
  }

  @Test
  void damage_is_damage_where_nobody_says_what() {
    assertThat(of(all(), 1, FAILED))
        .isEqualTo(
            new CheckVerdict.Damaged(
                List.of("the repository host found errors in its files and did not say which"),
                true));
    assertThat(of(all(), 1, PASSED))
        .isEqualTo(
            new CheckVerdict.Damaged(
                List.of("borg check ended with code 1: it said nothing"), false));
  }

  @Test
  void orphans_alone_are_harmless() {
    error(client, "", ORPHANS);
    error(client, "", PROBLEMS);
    assertThat(of(all(), 1, PASSED)).isEqualTo(new CheckVerdict.Sound(List.of(ORPHANS)));
  }

  @Test
  void orphans_hide_no_damage_beside_them() {
    error(client, "", MISSING.formatted("passwd"));
    error(client, "", ORPHANS);
    error(client, "", PROBLEMS);
    assertThat(of(all(), 1, PASSED))
        .isEqualTo(new CheckVerdict.Damaged(List.of(MISSING.formatted("passwd")), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3 orphaned objects found!",
        "orphaned objects found",
        "x: New missing\n3 orphaned objects found!",
        "Archive consistency check complete, problems found."
      })
  void a_path_with_harmless_words_hides_nothing(String path) {
    error(client, "", MISSING.formatted(path));
    error(client, "", PROBLEMS);
    assertThat(of(all(), 1, PASSED)).isInstanceOf(CheckVerdict.Damaged.class);
  }

  @Test
  void the_summary_alone_is_no_reason() {
    error(client, "", PROBLEMS);
    assertThat(of(all(), 1, PASSED)).isInstanceOf(CheckVerdict.Damaged.class);
  }

  @Test
  void an_error_counts_whatever_the_exit_code() {
    error(client, "", "Repo/Chunks index object count vs. segment files object count mismatch.");
    assertThat(of(all(), 0, PASSED)).isInstanceOf(CheckVerdict.Damaged.class);
  }

  @Test
  void warnings_of_both_sides_are_told() {
    client.add(new BorgMessage.Logged("WARNING", "", "size inconsistency detected"));
    host.add(new BorgMessage.Logged("WARNING", "", "ID: 00 rebuilt index: 1 committed index: 2"));
    assertThat(of(all(), 0, PASSED))
        .isEqualTo(
            new CheckVerdict.Sound(
                List.of(
                    "size inconsistency detected", "ID: 00 rebuilt index: 1 committed index: 2")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get: IntegrityError: Data integrity error: Segment entry data short read",
        "get: FileNotFoundError: [Errno 2] No such file or directory: '/srv/data/0/7'",
        "scan: IntegrityError: Data integrity error",
        "get: ObjectNotFound: Object with key 00 not found",
        "get: OSError: OSError: [Errno 5] Input/output error"
      })
  void an_object_that_the_host_cannot_read_is_damage(String failure) {
    assertThat(of(new CheckDepth.ArchivesOnly(), 2, UNASKED, failure))
        .isEqualTo(new CheckVerdict.Damaged(List.of(failure), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"IntegrityError", "Repository.ObjectNotFound", "Repository.CheckNeeded"})
  void borg_that_gives_up_at_damage_names_it(String id) {
    error(client, id, "words of borg");
    assertThat(of(new CheckDepth.Contents(), 90, PASSED))
        .isEqualTo(new CheckVerdict.Damaged(List.of("words of borg"), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open: LockTimeout: Failed to create/acquire the lock",
        "get: OSError: OSError: [Errno 24] Too many open files: 'IntegrityError: x'",
        "get: MemoryError: "
      })
  void other_trouble_is_neither_sound_nor_damage(String failure) {
    error(client, "LockTimeout", "Failed to create/acquire the lock");
    assertThat(of(all(), 2, UNASKED, failure)).isInstanceOf(CheckVerdict.Untold.class);
    assertThat(of(all(), 107, PASSED)).isInstanceOf(CheckVerdict.Untold.class);
    assertThat(of(all(), new ExitStatus.Signalled("KILL"), PASSED))
        .isInstanceOf(CheckVerdict.Untold.class);
  }
}
