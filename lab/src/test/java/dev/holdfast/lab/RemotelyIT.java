package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A configuration of borg-backup-remotely, with its keys and passphrases inside, works as it is.
class RemotelyIT {
  @AutoClose private static Stage stage;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.bare("web1");
    SampleTree.plant(stage.host("web1").data(), 4, 1);
  }

  @Test
  void its_toml_on_standard_input_makes_a_backup() throws IOException {
    var toml = toml();
    assertSucceeds(stage.feed(toml, "init"));

    assertSucceeds(stage.feed(toml, "backup"));

    var listed = stage.feed(toml, "list", "--json");
    assertThat(Archive.listed(listed.out())).as(listed.said()).hasSize(1);
    assertThat(stage.lab().repositories().resolve("its-own-place/config")).exists();
    stage.assertNothingLeft();
  }

  private static void assertSucceeds(Ran ran) {
    assertThat(ran.exitCode()).as(ran.said()).isZero();
    assertThat(ran.said()).doesNotContain("correct horse");
  }

  private static String toml() throws IOException {
    return """
    [Borg]
    RootDir = "%s"
    PruneSetting = "--keep-daily 7"
    [Borg.Server]
    %s
    [[Servers]]
    Name = "web1"
    SourcePaths = ["%s"]
    Excludes = ["*/special"]
    [Servers.BorgTarget]
    SubDir = "its-own-place"
    Passphrase = "correct horse"
    [Servers.Connection]
    %s
    """
        .formatted(
            stage.lab().repositories(),
            connection(stage.lab().vault()),
            stage.host("web1").data(),
            connection(stage.host("web1")));
  }

  private static String connection(LabHost host) throws IOException {
    return """
    Host = "%s:%d"
    KnownHost = "%s"
    Username = "%s"
    PrivateKey = \"""
    %s\"""
    """
        .formatted(
            host.sshd().host(),
            host.sshd().port(),
            host.sshd().knownHostsLine(),
            host.sshd().user(),
            Files.readString(stage.lab().login().file(), StandardCharsets.US_ASCII));
  }
}
