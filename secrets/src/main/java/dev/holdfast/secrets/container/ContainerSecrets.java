package dev.holdfast.secrets.container;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.file.PrivateFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// `container:NAME`: a file that Docker, Podman or Kubernetes has mounted for this container,
/// without its last line end. Runtimes mount them readable for everybody inside, and nobody else is
/// inside.
public final class ContainerSecrets implements SecretProvider {
  /// Where Docker and Podman mount secrets.
  public static final Path USUAL_DIRECTORY = Path.of("/run/secrets");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9._@-]*");

  private final Path directory;
  private final PrivateFiles files;

  /// @param directory where they are mounted
  /// @param files reads them
  public ContainerSecrets(Path directory, PrivateFiles files) {
    this.directory = directory;
    this.files = files;
  }

  @Override
  public SecretRef.Scheme scheme() {
    return SecretRef.Scheme.CONTAINER;
  }

  @Override
  public Optional<Secret> find(String locator) {
    if (!NAME.matcher(locator).matches()) {
      throw new SecretException(
          SecretException.Kind.UNREADABLE,
          "container:" + locator + " is not the name of a container's secret",
          "write the name of a file in " + directory);
    }
    return files
        .read(
            "container:" + locator,
            directory.resolve(locator),
            PrivateFiles.Check.ANY,
            Secret.BYTES_MAX)
        .map(Secret::ofLine);
  }

  @Override
  public void keep(String locator, Secret secret) {
    throw new SecretException(
        SecretException.Kind.READ_ONLY,
        "container:" + locator + " cannot be written by Holdfast",
        "name a place that can be, for example age:NAME");
  }

  @Override
  public String howToProvide(String locator) {
    return "give the container the secret "
        + locator
        + " (`secrets:` in the compose file), so that it appears in "
        + directory;
  }
}
