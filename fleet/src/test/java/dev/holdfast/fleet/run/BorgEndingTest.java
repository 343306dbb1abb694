package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.ExitStatus.Exited;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BorgEndingTest {
  @ParameterizedTest
  @CsvSource({
    "0, true",
    "1, true",
    "2, false",
    "52, false",
    "99, false",
    "100, true",
    "107, true",
    "127, true",
    "128, false",
    "130, false",
    "143, false"
  })
  void exit_codes_mean_what_borgs_manual_says(int code, boolean success) {
    assertThat(BorgEnding.succeeded(new Exited(code), spoken())).isEqualTo(success);
  }

  @Test
  void a_shell_that_finds_no_borg_is_not_a_warning() {
    var transcript = new BorgTranscript();
    transcript.add(new BorgMessage.Text("sh: 1: borg: not found"));
    var exit = new Exited(127);
    assertThat(BorgEnding.succeeded(exit, transcript)).isFalse();
    var failure = BorgEnding.failure("web1", "web1.example", exit, transcript);
    assertThat(failure.code()).isEqualTo(ErrorCode.BORG_MISSING);
    assertThat(failure.sentence()).contains("web1.example").contains("not found");
    assertThat(failure.nextStep()).contains("install borgbackup");
  }

  @ParameterizedTest
  @CsvSource({
    "PassphraseWrong, PASSPHRASE_WRONG",
    "Repository.DoesNotExist, REPOSITORY_MISSING",
    "LockTimeout, REPOSITORY_LOCKED",
    "Archive.DoesNotExist, ARCHIVE_MISSING",
    "Repository.InsufficientFreeSpaceError, REPOSITORY_FULL",
    "SomethingElse, BORG_FAILED"
  })
  void message_ids_decide_before_exit_codes(String id, ErrorCode code) {
    var transcript = new BorgTranscript();
    transcript.add(new BorgMessage.Logged("ERROR", id, "words of borg"));
    var failure = BorgEnding.failure("web1", GuardedBorg.CONTROLLER, new Exited(2), transcript);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.sentence()).contains(code == ErrorCode.BORG_FAILED ? "words" : "web1");
  }

  @ParameterizedTest
  @CsvSource({
    "IntegrityError, BORG_FAILED",
    "PassphraseWrong, BORG_FAILED",
    "Repository.DoesNotExist, BORG_FAILED",
    "Repository.InvalidRepository, BORG_FAILED",
    "Repository.InsufficientFreeSpaceError, BORG_FAILED",
    "LockTimeout, REPOSITORY_LOCKED"
  })
  void a_target_accuses_no_repository_host(String id, ErrorCode code) {
    var transcript = new BorgTranscript();
    transcript.add(new BorgMessage.Logged("ERROR", id, "words of borg"));
    var failure = BorgEnding.failure("web1", "web1.example", new Exited(2), transcript);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.nextStep()).doesNotContain("init").doesNotContain("its disk");
  }

  @Test
  void a_borg_that_remembers_a_newer_state_is_heard() {
    var transcript = new BorgTranscript();
    transcript.add(new BorgMessage.Logged("ERROR", "Cache.RepositoryReplay", "this is an attack"));
    assertThat(BorgEnding.remembersNewer(transcript)).isTrue();
    assertThat(BorgEnding.remembersNewer(spoken())).isFalse();
  }

  @Test
  void signals_and_lost_connections_are_told_apart() {
    var quiet = new BorgTranscript();
    assertThat(BorgEnding.failure("w", "h", new ExitStatus.Signalled("KILL"), quiet).sentence())
        .contains("KILL");
    assertThat(BorgEnding.failure("w", "h", new ExitStatus.Lost("reset"), quiet).code())
        .isEqualTo(ErrorCode.CONNECTION_LOST);
  }

  private static BorgTranscript spoken() {
    var transcript = new BorgTranscript();
    transcript.add(new BorgMessage.Logged("WARNING", "", "a file changed"));
    return transcript;
  }
}
