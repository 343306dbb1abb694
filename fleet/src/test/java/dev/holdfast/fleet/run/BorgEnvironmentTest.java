package dev.holdfast.fleet.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BorgEnvironmentTest {
  /// Where the names are that the script leaves alone.
  private static final int KEPT = 4;

  @Test
  void variables_go_around_sudo_which_would_drop_them() {
    var words = BorgEnvironment.start(List.of("sudo", "-n", "borg"), Map.of("BORG_X", "a b"));
    assertThat(words).startsWith("sudo", "-n", "sh", "-c").endsWith("BORG_X=a b", "borg");
  }

  @Test
  void only_what_a_machine_says_of_itself_is_left_alone() {
    assertThat(kept("borg"))
        .contains("BORG_BASE_DIR", "BORG_CACHE_DIR", "BORG_HOST_ID")
        .allSatisfy(
            name -> assertThat(name).doesNotContain("PASS", "KEY", "RSH", "REPO", "LOGGING"))
        .noneMatch(name -> name.endsWith("_I_KNOW_WHAT_I_AM_DOING") || name.endsWith("_IS_OK"));
  }

  @Test
  void a_configured_command_may_set_variables_but_none_that_opens_the_repository() {
    assertThat(kept("env", "BORG_WORKAROUNDS=basesyncfile", "borg")).contains("BORG_WORKAROUNDS");
    assertThat(kept("env", "BORG_PASSPHRASE=x", "BORG_PASSCOMMAND=y", "BORG_KEY_FILE=z", "borg"))
        .isEqualTo(kept("borg"));
  }

  private static List<String> kept(String... program) {
    var words = BorgEnvironment.start(List.of(program), Map.of());
    return Arrays.asList(words.get(program.length - 1 + KEPT).split(" "));
  }
}
