package dev.holdfast.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.env.EnvironmentSecrets;
import dev.holdfast.secrets.inline.InlineSecrets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProviderSecretsTest {
  private final InlineSecrets inline = new InlineSecrets();
  private final Secrets secrets =
      new ProviderSecrets(
          List.of(
              new EnvironmentSecrets(
                  name -> name.equals("A") ? Optional.of("from a") : Optional.empty()),
              inline));

  @Test
  void the_scheme_chooses_the_provider() {
    inline.keep("Servers[0].Passphrase", Secret.ofText("in line"));

    assertThat(Bytes.textOf(secrets.open(new SecretRef(SecretRef.Scheme.ENV, "A"))))
        .isEqualTo("from a");
    assertThat(
            Bytes.textOf(
                secrets.open(new SecretRef(SecretRef.Scheme.INLINE, "Servers[0].Passphrase"))))
        .isEqualTo("in line");
  }

  @Test
  void a_missing_secret_is_named_with_the_next_step() {
    assertThatThrownBy(() -> secrets.open(new SecretRef(SecretRef.Scheme.ENV, "B")))
        .isInstanceOfSatisfying(
            SecretException.class,
            e -> {
              assertThat(e).hasMessage("there is no secret env:B");
              assertThat(e.kind()).isEqualTo(SecretException.Kind.MISSING);
              assertThat(e.nextStep()).contains("variable B");
            });
  }

  @Test
  void a_login_at_vault_cannot_be_kept_in_vault() {
    assertThatThrownBy(() -> secrets.find(new SecretRef(SecretRef.Scheme.VAULT, "kv/web1#pw")))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("vault:kv/web1#pw")
        .hasMessageContaining("cannot itself be kept in Vault");
  }

  @Test
  void two_providers_of_one_scheme_are_a_mistake() {
    assertThatThrownBy(() -> new ProviderSecrets(List.of(inline, new InlineSecrets())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
