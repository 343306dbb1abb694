package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Untested;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Twenty secrets of every kind, those among them that a Vault gives out while the product runs,
/// and everything that a day of the product does: none of them is ever seen in an argument or
/// environment of any process of the machine, except where `exec` was asked to put it, nor in any
/// file but its own, nor in anything that is printed.
@Order(-50)
class CanariesIT {
  private static final int EXEC_SECRETS = 10;
  private static final String MAY = "a-command-that-may";
  private static final String PRIVATE_KEY = "PRIVATE KEY-----";

  /// What a Vault says and hears that is worth something.
  private static final Pattern ISSUED =
      Pattern.compile("\"(?:client_token|secret_id|token|role_id)\":\"([^\"]{16,})\"");

  @TempDir private static Path outside;

  private static Stage stage;
  private static VaultOperator vault;
  private static final Map<String, String> canaries = new LinkedHashMap<>();

  @BeforeAll
  static void set() throws IOException {
    stage = Stage.bare("web1", "web2");
    for (var host : stage.lab().targets()) {
      Files.writeString(host.data().resolve("file"), "content");
    }
    vault = VaultOperator.start("that nothing tells the secrets of a Vault");
    vault.put(
        "canaries/web1",
        Map.of("passphrase", canary("vault-passphrase"), "word", canary("vault-word")));
  }

  @AfterAll
  static void strike() throws IOException {
    vault.close();
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
    fleet.set(
        "vault:secret/canaries/web1#passphrase", "targets", "web1", "repository", "passphrase");
    fleet.set("age:passphrase-2", "targets", "web2", "repository", "passphrase");
    fleet.set("keyfile", "targets", "web2", "repository", "encryption");
    for (var i = 0; i < EXEC_SECRETS; i++) {
      var reference = i % 2 == 0 ? "file:" : "command:cat ";
      fleet.set(reference + file("exec-" + i), "targets", "web1", "exec", "env", "CANARY_" + i);
    }
    fleet.set("age:exec-kept", "targets", "web1", "exec", "env", "CANARY_KEPT");
    fleet.set("vault:secret/canaries/web1#word", "targets", "web1", "exec", "env", "CANARY_VAULT");
    withVault(fleet);
    return fleet;
  }

  /// The controller logs in there with a wrapped secret id, and at web1 with keys that are signed
  /// there.
  private static void withVault(FleetYaml fleet) throws IOException {
    fleet.set(vault.address(), "secrets", "vault", "address");
    vault.caFile().ifPresent(file -> fleet.set(file + "", "secrets", "vault", "ca_file"));
    var login =
        Map.of(
            "role",
            "holdfast",
            "role_id",
            "file:vault-role-id",
            "wrapped_secret_id",
            "file:vault-wrapped",
            "secret_id",
            "age:vault/secret-id");
    fleet.set(login, "secrets", "vault", "login", "approle");
    var web1 = stage.host("web1");
    var authority = vault.signKeysFor(web1.sshd().user());
    if (authority.isPresent()) {
      var letIn = List.of("cert-authority " + authority.get());
      Files.write(web1.directory().resolve("sshd/authorized_keys"), letIn);
      fleet.set("vault-ssh:ssh/targets", "targets", "web1", "key");
    }
  }

  @Test
  void none_of_twenty_is_seen_anywhere() throws IOException {
    var fleet = fleet();
    canary("passphrase-2");
    canary("exec-kept");
    canary("written-later");
    canaries.put("login", line(Files.readString(stage.lab().login().file())));
    var record = outside.resolve("vault.log");
    var isRecorded = vault.recordInto(record);
    var places = new ArrayList<Path>();
    places.add(stage.lab().controller().resolve("tmp"));
    for (var host : List.of(stage.lab().vault(), stage.host("web1"), stage.host("web2"))) {
      places.addAll(List.of(host.temporary(), host.sockets()));
    }
    try (var watch = new ProcessWatch("sh -c : " + MAY, places)) {
      var delivered = vault.setUp(stage, fleet.write(stage.lab().config("setup")));
      var said = aDay(fleet);
      if (isRecorded) {
        issued(record);
      } else {
        Untested.here("tokens of a real Vault", "its answers cannot be recorded");
      }
      canaries.put("rotated-1", vault.field("canaries/web1", "passphrase"));
      canaries.put("rotated-2", stage.ok(fleet, "secret", "get", "passphrase-2").out().strip());

      assertThat(watch.looks()).isGreaterThan(20);
      assertThat(watch.places()).anyMatch(place -> place.endsWith("java"));
      assertThat(watch.places()).anyMatch(place -> place.contains("sshd"));
      assertThat(watch.found(canaries.values())).isEmpty();
      assertThat(watch.found(List.of(PRIVATE_KEY))).isEmpty();
      assertThat(said).noneMatch(ran -> isHeldBy(ran.said()));
      assertThat(isHeldBy(withoutWhatIsDelivered(delivered))).isFalse();
    }
    assertThat(canaries).hasSizeGreaterThanOrEqualTo(20);
    assertThat(files()).isEmpty();
  }

  private static List<Ran> aDay(FleetYaml fleet) throws IOException {
    var kits = stage.lab().controller().resolve("kits").toString();
    var said = new ArrayList<Ran>();
    said.add(tell(fleet, "passphrase-2"));
    said.add(tell(fleet, "exec-kept"));
    var identity = stage.lab().controller().resolve("identity.txt");
    canaries.put("identity", line(Files.readString(identity)));
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
    said.add(stage.ok(fleet, "key", "rotate", "--all"));
    said.add(stage.ok(fleet, "recovery-kit", "--all", "--to", kits, "--json"));
    said.add(stage.ok(fleet, "recovery-kit", "--test", "--all", "--from", kits));
    return said;
  }

  /// What the server has given out meanwhile: tokens, a secret id and what it was wrapped in.
  private static void issued(Path record) throws IOException {
    var matcher = ISSUED.matcher(Files.readString(record));
    while (matcher.find()) {
      canaries.putIfAbsent(matcher.group(), matcher.group(1));
    }
    assertThat(canaries.keySet())
        .anyMatch(name -> name.contains("\"client_token\""))
        .anyMatch(name -> name.contains("\"secret_id\""))
        .anyMatch(name -> name.contains("\"token\""));
  }

  /// Setting up is how the controller gets these two.
  private static String withoutWhatIsDelivered(String said) throws IOException {
    var home = stage.lab().controller();
    return said.replace(Files.readString(home.resolve("vault-role-id")), "")
        .replace(Files.readString(home.resolve("vault-wrapped")), "");
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
        [ "$CANARY_0" = "$canary" ] && [ -n "$CANARY_KEPT" ] && [ -n "$CANARY_VAULT" ] || exit 9
        i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done
        """
            .formatted(MAY);
    var words = new ArrayList<>(List.of("exec", "--target", "web1", "sh", "-c", script, "sh"));
    words.add(stage.lab().controller().resolve("canary-exec-0").toString());
    return stage.ok(fleet, words.toArray(String[]::new));
  }

  private static List<String> files() throws IOException {
    var own =
        Set.of(
            "identity.txt",
            "vault-role-id",
            "vault-wrapped",
            stage.lab().login().file().getFileName().toString());
    var found = new ArrayList<String>();
    try (var all = Files.walk(stage.lab().directory())) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        var name = file.getFileName().toString();
        if (name.startsWith("canary-") || own.contains(name)) {
          continue;
        }
        var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        var isHostKey = file.toString().contains("/sshd/host_");
        if (name.startsWith("core")
            || isHeldBy(content)
            || (content.contains(PRIVATE_KEY) && !isHostKey)) {
          found.add(file.toString());
        }
      }
    }
    return found;
  }

  private static boolean isHeldBy(String text) {
    return canaries.values().stream().anyMatch(text::contains);
  }
}
