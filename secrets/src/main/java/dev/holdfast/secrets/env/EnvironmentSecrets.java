package dev.holdfast.secrets.env;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import java.util.Optional;
import java.util.function.Function;

/// `env:NAME`: a variable of the environment in which the controller was started.
public final class EnvironmentSecrets implements SecretProvider {
  private final Function<String, Optional<String>> environment;

  /// @param environment looks a variable up
  public EnvironmentSecrets(Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  @Override
  public SecretRef.Scheme scheme() {
    return SecretRef.Scheme.ENV;
  }

  @Override
  public Optional<Secret> find(String locator) {
    return environment.apply(locator).map(Secret::ofText);
  }

  @Override
  public String howToProvide(String locator) {
    return "start Holdfast with the variable " + locator + " set";
  }
}
