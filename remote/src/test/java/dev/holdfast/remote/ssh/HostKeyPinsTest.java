package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HostKeyPinsTest {
  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE4IEfCbxnAwbBnvE3pjZZBMVdROo1QOQHLuuzy5D+0f";

  @Test
  void names_are_matched_as_openssh_does() {
    assertThat(named("host", 22, "host")).isTrue();
    assertThat(named("HOST", 22, "other,host")).isTrue();
    assertThat(named("host", 2222, "[host]:2222")).isTrue();
    assertThat(named("host", 2222, "[host]:22")).isFalse();
    assertThat(named("host", 2222, "*")).isTrue();
    assertThat(named("host", 2222, "host")).isFalse();
    assertThat(named("host", 22, "h?st")).isTrue();
    assertThat(named("host", 22, "h?t")).isFalse();
    assertThat(named("a.example.org", 22, "*.example.org")).isTrue();
    assertThat(named("a.example.org", 22, "*.example.org,!a.example.org")).isFalse();
    assertThat(named("example.org", 22, "*.example.org")).isFalse();
    assertThat(named("axexample.org", 22, "a.example.org")).isFalse();
    assertThat(named("host", 22, "|1|bad")).isFalse();
    assertThat(named("host", 22, "|1|***|***")).isFalse();
  }

  @Test
  void lines_without_the_port_count_only_where_none_has_it() {
    var plain = "host " + ED25519;
    var other = "[host]:2222 ssh-rsa " + rsa();
    assertThat(first(plain)).isEqualTo("ssh-ed25519");
    assertThat(first("host ssh-rsa " + rsa())).isEqualTo("rsa-sha2-512");
    assertThat(first(plain, other)).isEqualTo("rsa-sha2-512");
    assertThat(first(plain, "[host]:22 ssh-rsa " + rsa())).isEqualTo("ssh-ed25519");
  }

  private static String first(String... lines) {
    return HostKeyPins.parse(List.of(lines), new HostName("host", 2222)).algorithms().getFirst();
  }

  private static boolean named(String host, int port, String names) {
    return new HostName(host, port).isNamedBy(names);
  }

  @Test
  void the_pinned_type_is_offered_first_and_certificates_only_with_an_authority() {
    assertThat(algorithms("host ssh-rsa " + rsa()).getFirst()).isEqualTo("rsa-sha2-512");
    assertThat(algorithms("host " + ED25519).getFirst()).isEqualTo("ssh-ed25519");
    assertThat(algorithms("host " + ED25519)).noneMatch(name -> name.contains("cert"));
    assertThat(algorithms("@cert-authority host " + ED25519).getFirst())
        .isEqualTo("ssh-ed25519-cert-v01@openssh.com");
    assertThat(algorithms("@cert-authority host " + ED25519)).contains("rsa-sha2-256");
    assertThat(algorithms("@cert-authority else " + ED25519)).noneMatch(n -> n.contains("cert"));
  }

  private static List<String> algorithms(String line) {
    return HostKeyPins.parse(List.of(line), new HostName("host", 22)).algorithms();
  }

  private static String rsa() {
    return java.util.Base64.getEncoder()
        .encodeToString(new byte[] {0, 0, 0, 7, 's', 's', 'h', '-', 'r', 's', 'a', 0, 0, 0, 0});
  }

  @Test
  void lines_that_cannot_be_read_are_refused_even_for_other_hosts() {
    var name = new HostName("host", 22);
    for (var line :
        List.of(
            "other",
            "other ssh-ed25519",
            "other ssh-ed25519 !!!",
            "other ssh-rsa " + ED25519.substring(12),
            "@unknown host " + ED25519,
            "host ssh-ed25519 AAAA")) {
      assertThatThrownBy(() -> HostKeyPins.parse(List.of(line), name))
          .as(line)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
