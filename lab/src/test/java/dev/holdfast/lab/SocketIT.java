package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Whatever else happens around the single-use socket, the backup is made.
class SocketIT {
  @AutoClose private static Stage stage;

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.open("web1");
  }

  @AfterEach
  void nothing_is_left() throws IOException {
    stage.host("web1").healBorg();
    stage.assertNothingLeft();
  }

  @Test
  void a_silent_stray_that_comes_first_is_dropped_with_a_finding() throws IOException {
    assertBackedUpDespiteStray("");
  }

  @Test
  void a_stray_that_talks_nonsense_is_dropped_with_a_finding() throws IOException {
    assertBackedUpDespiteStray("GET / HTTP/1.1\\r\\n\\r\\n");
  }

  private static void assertBackedUpDespiteStray(String words) throws IOException {
    var fleet = stage.fleet().set("2s", "limits", "first_frame");
    var before = stage.archives(fleet, "web1").size();
    stage.host("web1").replaceBorg(strayThenBorg(words));

    var ran = stage.run(fleet, "backup", "web1");

    assertThat(ran.exitCode()).as(ran.said()).isLessThanOrEqualTo(1);
    assertThat(ran.said()).contains("not borg");
    assertThat(stage.archives(fleet, "web1")).hasSize(before + 1);
  }

  /// Connects before borg does, says these words and, once connected, lets borg go on.
  private static String strayThenBorg(String words) {
    return """
    socket=$(find "$XDG_RUNTIME_DIR" -type s | head -n 1)
    python3 - "$socket" "$HOME/connected" '%s' >/dev/null 2>&1 <<'END' &
    import socket, sys
    s = socket.socket(socket.AF_UNIX)
    s.connect(sys.argv[1])
    s.sendall(sys.argv[3].encode())
    open(sys.argv[2], "w").close()
    while s.recv(4096): pass
    END
    until [ -e "$HOME/connected" ]; do sleep 0.05; done
    rm "$HOME/connected"
    exec "$REAL_BORG" "$@"\
    """
        .formatted(words);
  }

  @Test
  void the_directory_of_a_controller_that_died_is_cleared_away() throws IOException {
    var fleet = stage.fleet();
    var stale = stale("holdfast.AAAAAAAAAA");

    stage.ok(fleet, "backup", "web1");

    assertThat(stale).doesNotExist();
  }

  private static Path stale(String name) throws IOException {
    var directory = Files.createDirectory(stage.host("web1").sockets().resolve(name));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    var socket = directory.resolve("s");
    try (var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
    Files.writeString(directory.resolve("pid"), deadPid() + "\n");
    return directory;
  }

  private static long deadPid() throws IOException {
    var process = new ProcessBuilder("true").start();
    process.onExit().join();
    return process.pid();
  }
}
