package dev.holdfast.secrets.env;

import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretProviderContract;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

class EnvironmentSecretsTest extends SecretProviderContract {
  private final Map<String, String> environment = new HashMap<>();
  private final EnvironmentSecrets provider =
      new EnvironmentSecrets(name -> Optional.ofNullable(environment.get(name)));

  @Override
  protected SecretProvider provider() {
    return provider;
  }

  @Override
  protected String freshLocator() {
    return "HOLDFAST_X";
  }

  @Override
  protected void arrange(String locator, String text) {
    environment.put(locator, text);
  }

  @Override
  protected boolean canKeep() {
    return false;
  }
}
