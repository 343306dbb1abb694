package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.testkit.SshKeyFile;
import dev.holdfast.testkit.SshKeyFile.Kind;
import dev.holdfast.testkit.SshdSetup;
import dev.holdfast.testkit.ThrowawaySshd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys of all kinds, and what is said when a login does not work.
final class LoginIT {
  private final SshLab lab = new SshLab();
  @AutoClose private final SshConnector connector = lab.connector();

  @TempDir Path dir;

  private void assertLogsIn(Endpoint.Ssh endpoint) {
    try (var host = connector.connect(endpoint);
        var command = host.start(Command.of("true"))) {
      assertThat(command.await(Duration.ofSeconds(30))).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  private FleetException refusal(Endpoint.Ssh endpoint) {
    return catchThrowableOfType(FleetException.class, () -> connector.connect(endpoint).close());
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, OpenSSH, ''",
    "ed25519, OpenSSH, open sesame",
    "rsa, OpenSSH, ''",
    "rsa, OpenSSH, open sesame",
    "rsa, PEM, ''",
    "rsa, PEM, open sesame",
    "ecdsa, OpenSSH, ''",
    "ecdsa, OpenSSH, open sesame",
    "ecdsa, PEM, ''",
    "ecdsa, PEM, x y z",
    "rsa, PKCS8, ''"
  })
  void logs_in_with_a_key(String type, String format, String passphrase) {
    var kind = new Kind(type, passphrase, format);
    var key = SshKeyFile.generate(dir.resolve("key"), kind);
    try (var sshd = ThrowawaySshd.start(dir.resolve("sshd"), SshdSetup.letting(key.publicLine()))) {
      assertLogsIn(locked(lab.endpoint(sshd, key), passphrase));
      if (!passphrase.isEmpty()) {
        var wrong = refusal(locked(lab.endpoint(sshd, key), "wrong words"));
        assertThat(wrong.code()).isEqualTo(ErrorCode.PRIVATE_KEY_UNUSABLE);
        assertThat(wrong).hasMessageContaining("cannot be opened with the configured passphrase");
        var none = refusal(lab.endpoint(sshd, key));
        assertThat(none).hasMessageContaining("locked by a passphrase, but none is configured");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"ed25519, ed25519", "rsa, ed25519", "ecdsa, rsa"})
  void logs_in_with_a_certificate_only(String keyType, String authorityType) {
    var authority = SshKeyFile.generate(dir.resolve("ca"), Kind.of(authorityType));
    var key = SshKeyFile.generate(dir.resolve("key"), Kind.of(keyType));
    var setup = SshdSetup.letting("cert-authority " + authority.publicLine());
    try (var sshd = ThrowawaySshd.start(dir.resolve("sshd"), setup)) {
      var endpoint = lab.endpoint(sshd, key);
      assertLogsIn(certified(endpoint, authority.certifyUser(key, sshd.user())));
      assertThat(refusal(endpoint).code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
      var stranger = refusal(certified(endpoint, authority.certifyUser(key, "somebody-else")));
      assertThat(stranger.code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
      assertThat(stranger).hasMessageContaining("and its certificate");
      var other = SshKeyFile.generate(dir.resolve("other"));
      var foreign = refusal(certified(endpoint, authority.certifyUser(other, sshd.user())));
      assertThat(foreign.code()).isEqualTo(ErrorCode.PRIVATE_KEY_UNUSABLE);
    }
  }

  @Test
  void a_refused_login_names_user_and_fingerprint_and_no_key() {
    var key = SshKeyFile.generate(dir.resolve("key"));
    try (var sshd = ThrowawaySshd.start(dir.resolve("sshd"), SshdSetup.letting())) {
      var refusal = refusal(lab.endpoint(sshd, key));
      assertThat(refusal.code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
      assertThat(refusal).hasMessageContaining(key.fingerprint()).hasMessageContaining(sshd.user());
      assertNoSecret(refusal, new String(key.privateBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void a_broken_key_is_not_quoted() {
    var endpoint = unreachable("127.0.0.1", 1, "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n");
    var refusal = refusal(endpoint);
    assertThat(refusal.code()).isEqualTo(ErrorCode.PRIVATE_KEY_UNUSABLE);
    assertNoSecret(refusal, "c2VjcmV0");
  }

  @Test
  void says_why_a_host_cannot_be_reached() throws IOException {
    var key =
        new String(SshKeyFile.generate(dir.resolve("k")).privateBytes(), StandardCharsets.UTF_8);
    assertThat(refusal(unreachable("127.0.0.1", 1, key)))
        .hasMessageContaining("nothing listens on [127.0.0.1]:1")
        .extracting(FleetException::code)
        .isEqualTo(ErrorCode.HOST_UNREACHABLE);
    assertThat(refusal(unreachable("no-such-host.invalid", 22, key)))
        .hasMessageContaining("no-such-host.invalid")
        .hasMessageContaining("unknown");
    try (var web = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> greet(web));
      assertThat(refusal(unreachable("127.0.0.1", web.getLocalPort(), key)))
          .hasMessageContaining("does not speak SSH")
          .extracting(FleetException::code)
          .isEqualTo(ErrorCode.HOST_UNREACHABLE);
    }
  }

  @Test
  void says_that_no_algorithm_is_common() {
    var key = SshKeyFile.generate(dir.resolve("key"));
    var setup = SshdSetup.letting(key.publicLine()).line("Ciphers aes192-ctr");
    try (var sshd = ThrowawaySshd.start(dir.resolve("sshd"), setup)) {
      var refusal = refusal(lab.endpoint(sshd, key));
      assertThat(refusal.code()).isEqualTo(ErrorCode.NO_COMMON_ALGORITHM);
      assertThat(refusal).hasMessageContaining("aes192-ctr");
    }
  }

  private static void greet(ServerSocket web) {
    for (int i = 0; i < 10; i++) {
      try (var guest = web.accept()) {
        guest
            .getOutputStream()
            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void assertNoSecret(Throwable failure, String key) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var text = cause.toString();
      key.lines()
          .filter(l -> !l.startsWith("-----"))
          .forEach(l -> assertThat(text).doesNotContain(l));
    }
  }

  private Endpoint.Ssh unreachable(String host, int port, String key) {
    var ref = lab.keep("key", key);
    return new Endpoint.Ssh(
        "web1", host, port, "root", ref, Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  private Endpoint.Ssh locked(Endpoint.Ssh e, String words) {
    var ref =
        words.isEmpty()
            ? Optional.<dev.holdfast.secrets.SecretRef>empty()
            : Optional.of(lab.keep("words", words));
    return new Endpoint.Ssh(
        e.name(),
        e.host(),
        e.port(),
        e.user(),
        e.key(),
        ref,
        e.certificate(),
        e.knownHosts(),
        e.jumps());
  }

  private static Endpoint.Ssh certified(Endpoint.Ssh e, String line) {
    return new Endpoint.Ssh(
        e.name(),
        e.host(),
        e.port(),
        e.user(),
        e.key(),
        e.keyPassphrase(),
        Optional.of(line),
        e.knownHosts(),
        e.jumps());
  }
}
