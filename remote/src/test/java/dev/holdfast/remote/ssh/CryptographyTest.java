package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.Test;

/// Bouncy Castle is there for new key exchanges only; its AES is fifteen times slower.
final class CryptographyTest {
  @Test
  void the_cipher_of_the_data_is_the_one_of_the_jdk() throws GeneralSecurityException {
    for (var name : new String[] {"AES/GCM/NoPadding", "AES/CTR/NoPadding"}) {
      assertThat(SecurityUtils.getCipher(name).getProvider().getName()).isEqualTo("SunJCE");
    }
    assertThat(SecurityUtils.getMac("HmacSHA256").getProvider().getName()).isEqualTo("SunJCE");
  }

  @Test
  void key_exchanges_that_quantum_computers_do_not_break_are_offered_first() {
    var names = MinaClient.keyExchanges().stream().map(NamedResource::getName).toList();
    assertThat(names)
        .startsWith(
            "mlkem768x25519-sha256", "sntrup761x25519-sha512", "sntrup761x25519-sha512@openssh.com")
        .doesNotHaveDuplicates();
  }

  @Test
  void the_receiver_of_a_key_opens_what_has_the_right_length_only() {
    var receiver = new SntrupExchange.Receiver();
    receiver.init();
    assertThat(receiver.getPublicKey()).hasSize(1158);
    assertThat(receiver.getEncapsulationLength()).isEqualTo(1039);
    assertThat(receiver.extractSecret(new byte[1039])).hasSize(32);
    assertThatThrownBy(() -> receiver.extractSecret(new byte[1038]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
