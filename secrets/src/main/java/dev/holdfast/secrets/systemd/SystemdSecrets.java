package dev.holdfast.secrets.systemd;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.file.PrivateFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// `systemd:NAME`: a credential of the service (`LoadCredential=` and its kin), without its last
/// line end. systemd itself makes sure that nobody else reads it.
public final class SystemdSecrets implements SecretProvider {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9._@-]*");

  private final Function<String, Optional<String>> environment;
  private final PrivateFiles files;

  /// @param environment looks up CREDENTIALS_DIRECTORY
  /// @param files reads the credentials
  public SystemdSecrets(Function<String, Optional<String>> environment, PrivateFiles files) {
    this.environment = environment;
    this.files = files;
  }

  @Override
  public SecretRef.Scheme scheme() {
    return SecretRef.Scheme.SYSTEMD;
  }

  @Override
  public Optional<Secret> find(String locator) {
    if (!NAME.matcher(locator).matches()) {
      throw new SecretException(
          SecretException.Kind.UNREADABLE,
          "systemd:" + locator + " is not the name of a credential",
          "write the name that LoadCredential= gives it");
    }
    var directory = environment.apply("CREDENTIALS_DIRECTORY");
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    var path = Path.of(directory.get()).resolve(locator);
    return files
        .read("systemd:" + locator, path, PrivateFiles.Check.ANY, Secret.BYTES_MAX)
        .map(Secret::ofLine);
  }

  @Override
  public void keep(String locator, Secret secret) {
    throw new SecretException(
        SecretException.Kind.READ_ONLY,
        "systemd:" + locator + " cannot be written by Holdfast",
        "name a place that can be, for example age:NAME");
  }

  @Override
  public String howToProvide(String locator) {
    return "add LoadCredential="
        + locator
        + ":/PATH to the unit and start Holdfast as this service";
  }
}
