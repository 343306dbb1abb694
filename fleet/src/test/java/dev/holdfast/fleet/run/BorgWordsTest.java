package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.fleet.config.ArchiveTemplate;
import dev.holdfast.fleet.config.Encryption;
import dev.holdfast.fleet.config.Policy;
import dev.holdfast.fleet.config.Upkeep;
import dev.holdfast.fleet.failure.FleetException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BorgWordsTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.5Z");

  @Test
  void every_option_of_a_policy_reaches_borg() {
    var policy =
        new Policy(
            List.of("/home", "/etc"),
            List.of("*.tmp"),
            List.of("- /home/*/.cache"),
            "zstd,6",
            true,
            "ctime,size",
            true,
            List.of(".nobackup"),
            true,
            OptionalInt.of(2048),
            Duration.ofMinutes(15),
            Duration.ofSeconds(90),
            List.of("--noatime"),
            ArchiveTemplate.standard(),
            Duration.ofHours(4),
            Duration.ofHours(24),
            Upkeep.standard());
    assertThat(BorgWords.create(TestFleets.target("web1", policy, 1), "web1-x"))
        .containsExactly(
            "create",
            "--log-json",
            "--progress",
            "--lock-wait",
            "90",
            "--checkpoint-interval",
            "900",
            "--compression",
            "zstd,6",
            "--files-cache",
            "ctime,size",
            "--one-file-system",
            "--exclude-caches",
            "--keep-exclude-tags",
            "--exclude-if-present",
            ".nobackup",
            "--pattern=- /home/*/.cache",
            "--exclude=*.tmp",
            "--upload-ratelimit",
            "2048",
            "--noatime",
            "--",
            "::web1-x",
            "/home",
            "/etc");
  }

  @Test
  void a_source_that_looks_like_an_option_is_still_a_source() {
    var target = TestFleets.target("web1", TestFleets.policy("-rf", "--stats"), 1);
    var words = BorgWords.create(target, "a");
    assertThat(words.subList(words.indexOf("--"), words.size()))
        .containsExactly("--", "::a", "-rf", "--stats");
  }

  @Test
  void the_plan_is_what_the_run_executes() {
    var target = TestFleets.target("web1", TestFleets.policy("/etc"), 1);
    var plan = BackupPlan.of(target, NOON);
    assertThat(plan.archive()).isEqualTo("web1-2026-01-02T12:00:00Z");
    assertThat(plan.borg().getFirst()).isEqualTo("borg");
    assertThat(plan.arguments(target))
        .isEqualTo(BorgWords.create(target, "web1-2026-01-02T12:00:00Z"));
  }

  @Test
  void two_backups_of_one_second_get_two_names() {
    var target = TestFleets.target("web1", TestFleets.policy("/etc"), 1);
    var taken = Set.of("web1-2026-01-02T12:00:00Z", "web1-2026-01-02T12:00:01Z");
    assertThat(BackupPlan.of(target, NOON, taken).archive()).isEqualTo("web1-2026-01-02T12:00:02Z");
    var all = Set.of("web1-2026-01-02T12:00:02Z");
    var none = Stream.concat(taken.stream(), all.stream()).collect(Collectors.toSet());
    assertThatThrownBy(() -> BackupPlan.of(target, NOON, none))
        .isInstanceOf(FleetException.class)
        .hasMessageContaining("already");
  }

  @Test
  void no_variable_holds_a_passphrase_or_the_address_of_the_repository_host() {
    var variables = BorgWords.variables("web1", "sh -c x", Encryption.REPOKEY);
    assertThat(variables)
        .containsEntry("BORG_PASSPHRASE_FD", "0")
        .containsEntry("BORG_REPO", "ssh://holdfast/./web1")
        .doesNotContainKeys("BORG_PASSPHRASE", "BORG_PASSCOMMAND");
  }

  @ParameterizedTest
  @EnumSource(Encryption.class)
  void borg_accepts_an_unencrypted_repository_only_where_ours_is_one(Encryption encryption) {
    var variables = BorgWords.variables("web1", "sh -c x", encryption);
    assertThat(variables.containsKey("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK"))
        .isEqualTo(!encryption.hidesContent());
  }
}
