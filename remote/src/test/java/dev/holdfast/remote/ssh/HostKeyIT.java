package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.testkit.SshKeyFile;
import dev.holdfast.testkit.SshdSetup;
import dev.holdfast.testkit.ThrowawaySshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which host keys are trusted, against a server with several.
final class HostKeyIT {
  private final SshLab lab = new SshLab();
  private final SshConnector connector = lab.connector();

  @TempDir Path dir;
  private SshKeyFile key;
  private ThrowawaySshd sshd;

  @BeforeEach
  void start() {
    key = SshKeyFile.generate(dir.resolve("key"));
    var setup = SshdSetup.letting(key.publicLine()).hostKeys("ed25519", "ecdsa", "rsa");
    sshd = ThrowawaySshd.start(dir.resolve("sshd"), setup);
  }

  @AfterEach
  void stop() {
    connector.close();
    sshd.close();
  }

  private void assertTrusts(String... lines) {
    connector.connect(lab.endpoint(sshd, key, List.of(lines))).close();
  }

  private FleetException refusal(String... lines) {
    return catchThrowableOfType(FleetException.class, () -> assertTrusts(lines));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void one_pinned_type_is_enough(String type) {
    assertTrusts(sshd.knownHostsLine(type));
    assertTrusts("# a comment", "", sshd.hashedKnownHostsLine(type));
    assertTrusts("*,!example.org " + sshd.hostKey(type).publicLine());
  }

  @Test
  void an_unknown_key_is_refused_with_fingerprint_and_line() {
    var refusal = refusal("other.example.org " + sshd.hostKey("ed25519").publicLine());
    assertThat(refusal.code()).isEqualTo(ErrorCode.HOST_KEY_UNKNOWN);
    assertThat(refusal).hasMessageContaining(sshd.hostKey("ed25519").fingerprint());
    assertThat(refusal.nextStep()).contains(sshd.knownHostsLine("ed25519"));
    assertThat(refusal("!127.0.0.1,* " + sshd.hostKey("ed25519").publicLine()).code())
        .isIn(ErrorCode.HOST_KEY_UNKNOWN, ErrorCode.HOST_KEY_CHANGED);
  }

  @Test
  void a_changed_key_is_refused_with_both_fingerprints() {
    var other = SshKeyFile.generate(dir.resolve("other"));
    var line = "[127.0.0.1]:" + sshd.port() + " " + other.publicLine();
    var refusal = refusal(line);
    assertThat(refusal.code()).isEqualTo(ErrorCode.HOST_KEY_CHANGED);
    assertThat(refusal)
        .hasMessageContaining(other.fingerprint())
        .hasMessageContaining(sshd.hostKey("ed25519").fingerprint());
  }

  @Test
  void a_revoked_key_is_refused_although_it_is_pinned() {
    var revoked = "@revoked * " + sshd.hostKey("ed25519").publicLine();
    var refusal = refusal(sshd.knownHostsLine("ed25519"), revoked);
    assertThat(refusal.code()).isEqualTo(ErrorCode.HOST_KEY_CHANGED);
    assertThat(refusal).hasMessageContaining("revoked");
  }

  @Test
  void an_unreadable_line_is_a_mistake_of_the_configuration() {
    assertThat(refusal("127.0.0.1 ssh-ed25519 nonsense").code())
        .isEqualTo(ErrorCode.CONFIG_INVALID);
    assertThat(refusal("127.0.0.1").code()).isEqualTo(ErrorCode.CONFIG_INVALID);
  }

  @Test
  void a_host_certificate_is_trusted_through_its_authority() throws Exception {
    var authority = SshKeyFile.generate(dir.resolve("ca"));
    var pinned = "@cert-authority * " + authority.publicLine();
    for (var name : List.of("127.0.0.1", "elsewhere")) {
      try (var certified = certified(authority, name)) {
        var endpoint = lab.endpoint(certified, key, List.of(pinned));
        if (name.equals("127.0.0.1")) {
          connector.connect(endpoint).close();
          // A plain pin goes on working on a server that has a certificate as well.
          connector.connect(lab.endpoint(certified, key)).close();
          var revoked = List.of(pinned, "@revoked * " + authority.publicLine());
          assertThat(refusalOf(certified, revoked)).hasMessageContaining("revoked");
        } else {
          assertThat(refusalOf(certified, List.of(pinned)).code())
              .isEqualTo(ErrorCode.HOST_KEY_CHANGED);
        }
      }
    }
  }

  private FleetException refusalOf(ThrowawaySshd other, List<String> lines) {
    return catchThrowableOfType(
        FleetException.class, () -> connector.connect(lab.endpoint(other, key, lines)).close());
  }

  private ThrowawaySshd certified(SshKeyFile authority, String name) throws Exception {
    var place = Files.createDirectory(dir.resolve("for-" + name));
    var hostKey = SshKeyFile.generate(place.resolve("host_ed25519"));
    authority.certifyHost(hostKey, name);
    var setup =
        SshdSetup.letting(key.publicLine()).line("HostCertificate " + hostKey.certificateFile());
    return ThrowawaySshd.start(place, setup);
  }
}
