package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The lab itself, tried with the plain tools.
class LabIT {
  @Test
  void a_host_has_its_own_home_and_a_borg_that_can_be_replaced_and_healed() throws Exception {
    var directory = Files.createTempDirectory("holdfast-lab.");
    try (var lab = Lab.start(directory, "web1")) {
      var web1 = lab.target("web1");
      assertThat(ssh(lab, web1, "echo $HOME $TMPDIR $BORG_BASE_DIR"))
          .isEqualTo("%1$s/home %1$s/tmp %1$s/home\n".formatted(web1.directory()));

      assertThat(ssh(lab, web1, web1.borg() + " --version")).startsWith("borg 1.");
      web1.replaceBorg("echo \"taken over: $*\"");
      assertThat(ssh(lab, web1, web1.borg() + " --version")).isEqualTo("taken over: --version\n");
      web1.healBorg();
      assertThat(ssh(lab, web1, web1.borg() + " --version")).startsWith("borg 1.");
    }
    assertThat(directory).doesNotExist();
  }

  private static String ssh(Lab lab, LabHost host, String command)
      throws IOException, InterruptedException {
    var pins = Files.writeString(lab.controller().resolve("pins"), host.sshd().knownHostsLine());
    var words =
        List.of(
            "ssh",
            "-F",
            "none",
            "-i",
            lab.login().file().toString(),
            "-o",
            "BatchMode=yes",
            "-o",
            "UserKnownHostsFile=" + pins,
            "-p",
            Integer.toString(host.sshd().port()),
            host.sshd().user() + "@" + host.sshd().host(),
            command);
    return Tool.run(words);
  }
}
