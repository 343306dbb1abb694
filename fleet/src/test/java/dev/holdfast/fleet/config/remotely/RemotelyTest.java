package dev.holdfast.fleet.config.remotely;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.borg.retention.KeepRules;
import dev.holdfast.borg.retention.Period;
import dev.holdfast.fleet.config.ConfigException;
import dev.holdfast.fleet.config.Encryption;
import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Frequency;
import dev.holdfast.fleet.config.read.FleetParser;
import dev.holdfast.fleet.config.read.KnownReferences;
import dev.holdfast.fleet.config.read.Parsing;
import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.inline.InlineSecrets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemotelyTest {
  static final String FILE =
      """
      [Borg]
      RootDir = "/home/backup/repos/"
      PruneSetting = "--keep-daily 7 --keep-weekly 4"
      [Borg.Server]
      Host = "backup.example.org:2222"
      KnownHost = "%1$s"
      UserName = "borg"
      PrivateKey = \"""
      -----BEGIN KEY-----
      cAnArY-b
      -----END KEY-----
      \"""

      [[Servers]]
      Name = "Web Server 1 (main)"
      SourcePaths = ["/etc", "/it's"]
      Excludes = ["*.tmp", "env:x"]
      [Servers.BorgTarget]
      SubDir = "web1"
      Passphrase = "cAnArY-p1"
      [Servers.Connection]
      Host = "web1.example.org"
      KnownHost = "%1$s"
      Username = "root"
      privatekey = "cAnArY-k1"
      ProxyJumpHost = "[2001:db8::1]:2200"
      ProxyJumpKnownHost = "%1$s"

      [[Servers]]
      Name = "db"
      SourcePaths = ["/srv"]
      [Servers.BorgTarget]
      SubDir = "db"
      Passphrase = "cAnArY-p2"
      [Servers.Connection]
      Host = "2001:db8::2"
      KnownHost = "%1$s"
      Username = "root"
      PrivateKey = "cAnArY-k2"
      """
          .formatted(KnownReferences.PIN);

  private final InlineSecrets inline = new InlineSecrets();

  private Fleet parse(String text) {
    return FleetParser.parse(
        ConfigSource.ofStandardInput(text.getBytes(UTF_8)), _ -> new KnownReferences(), inline);
  }

  private String secret(String locator) {
    return inline.find(locator).orElseThrow().use(bytes -> new String(bytes, UTF_8));
  }

  @Test
  void the_file_means_what_it_means_to_that_tool() {
    var fleet = parse(FILE);
    var web = requireNonNull(fleet.targets().get("Web-Server-1-main"));

    assertThat(web.policy().sources()).containsExactly("/etc", "/it's");
    assertThat(web.policy().excludes()).containsExactly("*.tmp", "env:x");
    assertThat(web.policy().filesCache()).isEqualTo("ctime,size");
    assertThat(web.policy().extraCreateOptions()).containsExactly("--noctime", "--noflags");
    assertThat(web.policy().archiveName().text()).isEqualTo("snapshot-{utcnow}");
    assertThat(web.repository().encryption()).isEqualTo(Encryption.REPOKEY_BLAKE2);
    assertThat(web.repository().path()).isEqualTo("/home/backup/repos/web1");
    assertThat(fleet.settings().pruneSetting()).contains("--keep-daily 7 --keep-weekly 4");
    assertThat(web.policy().upkeep().retention().rules())
        .contains(KeepRules.builder().keep(Period.DAILY, 7).keep(Period.WEEKLY, 4).build());
    assertThat(web.policy().upkeep().actions().prune()).isEqualTo(new Frequency.Always());
    assertThat(fleet.settings().notes())
        .anySatisfy(note -> assertThat(note).contains("retention by PruneSetting"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--prefix web --keep-daily 7", "--keep-daily x", "--keep-daily", "7", "--list"})
  void half_understood_retention_drops_nothing(String setting) {
    var file = FILE.replace("--keep-daily 7 --keep-weekly 4", setting);
    var web = requireNonNull(parse(file).targets().get("Web-Server-1-main"));

    assertThat(web.policy().upkeep().retention().rules()).isEmpty();
    assertThat(web.policy().upkeep().actions().prune()).isEqualTo(new Frequency.Never());
  }

  @Test
  void the_jump_host_has_the_same_user_and_key() {
    var web = requireNonNull(parse(FILE).targets().get("Web-Server-1-main"));

    assertThat(web.endpoint())
        .isInstanceOfSatisfying(
            Endpoint.Ssh.class,
            ssh ->
                assertThat(ssh.jumps())
                    .singleElement()
                    .satisfies(jump -> {
                      assertThat(jump.host()).isEqualTo("2001:db8::1");
                      assertThat(jump.port()).isEqualTo(2200);
                      assertThat(jump.user()).isEqualTo("root");
                      assertThat(jump.key()).isEqualTo(ssh.key());
                    }));
  }

  @Test
  void its_secrets_are_in_memory_under_their_places() {
    var fleet = parse(FILE);
    var db = requireNonNull(fleet.targets().get("db"));

    assertThat(db.repository().passphrase())
        .contains(new SecretRef(SecretRef.Scheme.INLINE, "Servers[1].BorgTarget.Passphrase"));
    assertThat(secret("Servers[1].BorgTarget.Passphrase")).isEqualTo("cAnArY-p2");
    assertThat(secret("Servers[0].Connection.PrivateKey")).isEqualTo("cAnArY-k1");
    assertThat(secret("Borg.Server.PrivateKey")).contains("cAnArY-b");
    assertThat(fleet.toString()).doesNotContain("cAnArY");
  }

  @ParameterizedTest
  @CsvSource({
    "h, h, 22",
    "h.example.org:2222, h.example.org, 2222",
    "10.0.0.1:1, 10.0.0.1, 1",
    "2001:db8::1, 2001:db8::1, 22",
    "::1, ::1, 22",
    "[::1], ::1, 22",
    "[fe80::1%eth0]:65535, fe80::1%eth0, 65535"
  })
  void hosts_are_understood_in_all_their_forms(String text, String host, int port) {
    assertThat(HostAndPort.parse(text)).isEqualTo(new HostAndPort(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "h:", "h:0", "h:65536", "a b", "[::1", "[h]x", "u@h", "h:1:x", "-h"})
  void what_is_no_host_is_refused(String text) {
    assertThatThrownBy(() -> HostAndPort.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void every_mistake_is_told_with_its_place_and_no_secret() {
    assertThatThrownBy(() ->
            parse(
                FILE.replace("SubDir = \"db\"", "SubDir = \"web1\"")
                    .replace("Excludes =", "Exclude =")
                    .replace("[\"/srv\"]", "[\"srv\"]")
                    .replace("\"cAnArY-k2\"", "5")))
        .isInstanceOfSatisfying(
            ConfigException.class,
            e -> {
              assertThat(e.getMessage()).doesNotContain("cAnArY");
              assertThat(e.faults())
                  .extracting(fault -> fault.line() + " " + fault.sentence())
                  .containsExactly(
                      "17 Servers[0]: has no key \"Exclude\"",
                      "31 Servers[1].SourcePaths: \"srv\" is relative:"
                          + " write the complete path, starting with /",
                      "33 Servers[1].BorgTarget: has the same repository as Web-Server-1-main:"
                          + " /home/backup/repos/web1",
                      "39 Servers[1].Connection.PrivateKey: must be text, not a whole number");
              assertThat(e.faults().getFirst().suggestion()).contains("did you mean \"Excludes\"?");
            });
  }

  @Test
  void an_empty_file_of_that_tool_says_what_is_missing() {
    assertThatThrownBy(() -> parse("[Borg]\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has no [[Servers]]")
        .hasMessageContaining("has no RootDir")
        .hasMessageContaining("has no table Server");
  }

  @Test
  void imported_it_is_a_fleet_of_ours_that_means_the_same() {
    var source =
        new ConfigSource(
            "old", FILE.getBytes(UTF_8), java.util.Optional.empty(), java.util.Optional.empty());
    var imported = RemotelyImport.toYaml(source);
    var before = parse(FILE);
    var after = Parsing.yaml(imported.yaml());

    assertThat(imported.yaml())
        .doesNotContain("cAnArY")
        .contains("PruneSetting was: --keep-daily 7");
    assertThat(after.targets().keySet()).isEqualTo(before.targets().keySet());
    for (var name : before.targets().keySet()) {
      var old = requireNonNull(before.targets().get(name));
      var fresh = requireNonNull(after.targets().get(name));
      assertThat(fresh.policy()).isEqualTo(old.policy());
      assertThat(fresh.repository().path()).isEqualTo(old.repository().path());
      assertThat(fresh.repository().encryption()).isEqualTo(old.repository().encryption());
      assertThat(withoutKeys(fresh.endpoint())).isEqualTo(withoutKeys(old.endpoint()));
    }
    assertThat(imported.secrets())
        .extracting(kept -> kept.ref().toString())
        .containsExactlyInAnyOrder(
            "age:borg-server/ssh-key",
            "age:Web-Server-1-main/ssh-key",
            "age:Web-Server-1-main/passphrase",
            "age:db/ssh-key",
            "age:db/passphrase");
    assertThat(imported.secrets())
        .filteredOn(kept -> kept.ref().locator().equals("db/passphrase"))
        .singleElement()
        .satisfies(kept ->
            assertThat(kept.secret().<String>use(bytes -> new String(bytes, UTF_8)))
                .isEqualTo("cAnArY-p2"));
  }

  private static List<Object> withoutKeys(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Local local -> List.of(local);
      case Endpoint.Ssh ssh ->
          List.of(
              ssh.host(),
              ssh.port(),
              ssh.user(),
              ssh.knownHosts(),
              ssh.jumps().stream().map(RemotelyTest::withoutKeys).toList());
    };
  }

  @Test
  void without_a_place_for_its_secrets_the_file_is_refused() {
    var source = ConfigSource.ofStandardInput(FILE.getBytes(UTF_8));

    assertThatThrownBy(() -> FleetParser.parse(source, _ -> new KnownReferences()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("holdfast import borg-backup-remotely")
        .hasMessageNotContaining("cAnArY");
  }

  @Test
  void only_a_file_of_that_tool_is_imported() {
    var source = ConfigSource.ofStandardInput("version: 1\n".getBytes(UTF_8));

    assertThatThrownBy(() -> RemotelyImport.toYaml(source))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no configuration of borg-backup-remotely");
  }
}
