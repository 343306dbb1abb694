package dev.holdfast.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

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
}
