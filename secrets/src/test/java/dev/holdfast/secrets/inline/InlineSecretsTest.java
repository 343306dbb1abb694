package dev.holdfast.secrets.inline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretProviderContract;
import org.junit.jupiter.api.Test;

class InlineSecretsTest extends SecretProviderContract {
  private final InlineSecrets provider = new InlineSecrets();

  @Override
  protected SecretProvider provider() {
    return provider;
  }

  @Override
  protected String freshLocator() {
    return "Servers[0].BorgTarget.Passphrase";
  }

  @Override
  protected void arrange(String locator, String text) {
    provider.keep(locator, Secret.ofText(text));
  }

  @Override
  protected boolean canKeep() {
    return true;
  }

  @Test
  void closing_forgets_everything() {
    arrange("a", "b");
    provider.close();

    assertThat(provider.find("a")).isEmpty();
  }
}
