package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Twenty secrets of every kind, and everything that a day of the product does: none of them is
/// ever seen in an argument or environment of any process of the machine, except where `exec` was
/// asked to put it, nor in any file but its own, nor in anything that is printed.
class CanariesIT {
  private static final int EXEC_SECRETS = 14;
  private static final String MAY = "a-command-that-may";

  private static Stage stage;
  private static final Map<String, String> canaries = new LinkedHashMap<>();

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.bare("web1", "web2");
    for (var host : stage.lab().targets()) {
      Files.writeString(host.data().resolve("file"), "content");
    }
  }

  @AfterAll
  static void strike() throws IOException {
    stage.close();
  }

  private static String canary(String name) {
    return canaries.computeIfAbsent(
        name, _ -> "canary-%02d-of-%s".formatted(canaries.size(), name));
  }

  private static String file(String name) throws IOException {
    var file = stage.lab().controller().resolve("canary-" + name);
    Files.writeString(file, canary(name));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file.toString();
  }

  private static FleetYaml fleet() throws IOException {
    var fleet = stage.fleet();
    fleet.set("file:" + file("passphrase-1"), "targets", "web1", "repository", "passphrase");
    fleet.set("age:passphrase-2", "targets", "web2", "repository", "passphrase");
    fleet.set("keyfile", "targets", "web2", "repository", "encryption");
    for (var i = 0; i < EXEC_SECRETS; i++) {
      var reference = i % 2 == 0 ? "file:" : "command:cat ";
      fleet.set(reference + file("exec-" + i), "targets", "web1", "exec", "env", "CANARY_" + i);
    }
    fleet.set("age:exec-kept", "targets", "web1", "exec", "env", "CANARY_KEPT");
    return fleet;
  }

  @Test
  void none_of_twenty_is_seen_anywhere() throws IOException {
    var fleet = fleet();
    canary("passphrase-2");
    canary("exec-kept");
    canary("written-later");
    canaries.put("login", line(Files.readString(stage.lab().login().file())));
    var kits = stage.lab().controller().resolve("kits").toString();
    var said = new ArrayList<Ran>();
    try (var watch = new ProcessWatch(canaries.values(), "sh -c : " + MAY)) {
      said.add(tell(fleet, "passphrase-2"));
      said.add(tell(fleet, "exec-kept"));
      canaries.put(
          "identity", line(Files.readString(stage.lab().controller().resolve("identity.txt"))));
      said.add(stage.ok(fleet, "init", "--json"));
      said.add(stage.ok(fleet, "backup", "--log-json", "--json", "--debug"));
      said.add(stage.ok(fleet, "list", "--json"));
      said.add(stage.ok(fleet, "config", "show"));
      said.add(stage.run(fleet, "audit", "web1", "--json"));
      said.add(stage.run(fleet, "findings", "--json"));
      said.add(exec(fleet));
      said.add(tell(fleet, "written-later"));
      said.add(stage.ok(fleet, "secret", "list", "--json"));
      said.add(stage.ok(fleet, "secret", "rotate-identity"));
      said.add(stage.ok(fleet, "key", "rotate", "web2"));
      said.add(stage.ok(fleet, "recovery-kit", "--all", "--to", kits, "--json"));
      said.add(stage.ok(fleet, "recovery-kit", "--test", "--all", "--from", kits));

      assertThat(watch.looks()).isGreaterThan(20);
      assertThat(watch.programs()).anyMatch(program -> program.endsWith("java"));
      assertThat(watch.programs()).anyMatch(program -> program.contains("sshd"));
      assertThat(watch.found()).isEmpty();
    }
    assertThat(canaries).hasSizeGreaterThanOrEqualTo(20);
    for (var canary : canaries.values()) {
      assertThat(said).noneMatch(ran -> ran.said().contains(canary));
    }
    assertThat(files()).isEmpty();
  }

  /// The first line of a key file that is not the same in all of them.
  private static String line(String file) {
    var lines = file.lines().filter(text -> !text.startsWith("#")).toList();
    return lines.get(lines.size() / 2);
  }

  private static Ran tell(FleetYaml fleet, String name) {
    var running = stage.ask(fleet, "secret", "set", name);
    running.tell(canary(name));
    var ran = running.await();
    assertThat(ran.exitCode()).as(ran.said()).isZero();
    return ran;
  }

  /// The command proves that it has what it was given, and lives long enough to be seen.
  private static Ran exec(FleetYaml fleet) {
    var script =
        """
        : %s
        read -r canary <"$1"
        [ "$CANARY_0" = "$canary" ] && [ -n "$CANARY_KEPT" ] || exit 9
        i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done
        """
            .formatted(MAY);
    var words = new ArrayList<>(List.of("exec", "--target", "web1", "sh", "-c", script, "sh"));
    words.add(stage.lab().controller().resolve("canary-exec-0").toString());
    return stage.ok(fleet, words.toArray(String[]::new));
  }

  private static List<String> files() throws IOException {
    var own = Set.of("identity.txt", stage.lab().login().file().getFileName().toString());
    var found = new ArrayList<String>();
    try (var all = Files.walk(stage.lab().directory())) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        var name = file.getFileName().toString();
        if (name.startsWith("canary-") || own.contains(name)) {
          continue;
        }
        if (name.startsWith("core") || holdsAny(file)) {
          found.add(file.toString());
        }
      }
    }
    return found;
  }

  private static boolean holdsAny(Path file) throws IOException {
    var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    return canaries.values().stream().anyMatch(content::contains);
  }
}
