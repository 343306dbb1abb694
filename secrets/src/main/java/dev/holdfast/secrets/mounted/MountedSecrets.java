package dev.holdfast.secrets.mounted;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.file.PrivateFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Files that somebody has mounted for this process, each without its last line end. Who mounts
/// them sees to it that nobody else reads them, whatever their modes are.
public final class MountedSecrets implements SecretProvider {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_@-][A-Za-z0-9._@-]*");

  private final Mount mount;
  private final PrivateFiles files;

  /// @param directory empty where nothing is mounted
  /// @param whose secret a name is
  /// @param naming how a person finds a name that is one
  /// @param providing how a person makes a secret of this name be there
  private record Mount(
      SecretRef.Scheme scheme,
      Supplier<Optional<Path>> directory,
      String whose,
      String naming,
      UnaryOperator<String> providing) {}

  private MountedSecrets(Mount mount, PrivateFiles files) {
    this.mount = mount;
    this.files = files;
  }

  /// `systemd:NAME`: a credential of the service (`LoadCredential=` and its kin).
  ///
  /// @param environment looks up CREDENTIALS_DIRECTORY
  public static MountedSecrets bySystemd(
      Function<String, Optional<String>> environment, PrivateFiles files) {
    var mount =
        new Mount(
            SecretRef.Scheme.SYSTEMD,
            () -> environment.apply("CREDENTIALS_DIRECTORY").map(Path::of),
            "a credential",
            "write the name that LoadCredential= gives it",
            "add LoadCredential=%s:/PATH to the unit and start Holdfast as this service"
                ::formatted);
    return new MountedSecrets(mount, files);
  }

  /// `container:NAME`: what Docker, Podman or Kubernetes has mounted for this container. Runtimes
  /// mount them readable for everybody inside, and nobody else is inside.
  ///
  /// @param directory where they are mounted
  public static MountedSecrets byContainer(Path directory, PrivateFiles files) {
    var mount =
        new Mount(
            SecretRef.Scheme.CONTAINER,
            () -> Optional.of(directory),
            "a container's secret",
            "write the name of a file in " + directory,
            name ->
                "give the container the secret %s (`secrets:` in the compose file), so that it appears in %s"
                    .formatted(name, directory));
    return new MountedSecrets(mount, files);
  }

  @Override
  public SecretRef.Scheme scheme() {
    return mount.scheme();
  }

  @Override
  public Optional<Secret> find(String locator) {
    var ref = new SecretRef(scheme(), locator);
    if (!NAME.matcher(locator).matches()) {
      throw new SecretException(
          SecretException.Kind.UNREADABLE,
          ref + " is not the name of " + mount.whose(),
          mount.naming());
    }
    return mount
        .directory()
        .get()
        .map(directory -> directory.resolve(locator))
        .flatMap(path -> files.read(ref.toString(), path, PrivateFiles.Check.ANY, Secret.BYTES_MAX))
        .map(Secret::ofLine);
  }

  @Override
  public String howToProvide(String locator) {
    return mount.providing().apply(locator);
  }
}
