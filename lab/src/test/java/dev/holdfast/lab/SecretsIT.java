package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A canary among the secrets is never seen: in no output, no file, no argument and no environment
/// of any process on any machine.
class SecretsIT {
  private static final String CANARY = "a-canary-that-must-not-sing";

  @AutoClose private static Stage stage;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.bare("web1");
    Files.writeString(stage.host("web1").data().resolve("file"), "content");
  }

  @Test
  void a_passphrase_is_nowhere_to_be_seen() throws IOException {
    var home = stage.lab().controller();
    var secret = Files.writeString(home.resolve("passphrase"), CANARY);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    var fleet = stage.fleet().set("file:" + secret, "targets", "web1", "repository", "passphrase");
    record(stage.host("web1"));
    record(stage.lab().vault());
    var onController = new LabHost("controller", home, stage.lab().vault().sshd());
    record(onController);

    var said = new ArrayList<String>();
    for (var words :
        List.of(
            List.of("init"),
            List.of("backup", "--log-json"),
            List.of("list", "--json"),
            List.of("config", "show"),
            List.of("restore", "web1::latest", "--to", home.resolve("restored").toString()))) {
      said.add(stage.ok(fleet, words.toArray(String[]::new)).said());
    }
    // The doctor may have something to say of this machine's borg.
    said.add(stage.run(fleet, "doctor", "--debug").said());

    assertThat(said).allSatisfy(text -> assertThat(text).doesNotContain(CANARY));
    assertThat(recorded(stage.host("web1"))).contains("create").doesNotContain(CANARY);
    assertThat(recorded(stage.lab().vault())).contains("serve").doesNotContain(CANARY);
    assertThat(recorded(onController)).contains("extract").doesNotContain(CANARY);
    assertThat(filesThatContain(CANARY)).containsExactly(secret);
  }

  /// Keeps what a curious process on the machine would see of borg.
  private static void record(LabHost host) throws IOException {
    host.replaceBorg(
        """
        { env; tr '\\0' ' ' </proc/$$/cmdline; echo "$@"; } >>'%s'
        exec "$REAL_BORG" "$@"\
        """
            .formatted(record(host.directory())));
  }

  private static Path record(Path directory) {
    return directory.resolve("seen");
  }

  private static String recorded(LabHost host) throws IOException {
    return Files.readString(record(host.directory()));
  }

  private static List<Path> filesThatContain(String words) throws IOException {
    var found = new ArrayList<Path>();
    try (var all = Files.walk(stage.lab().directory())) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(words)) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
