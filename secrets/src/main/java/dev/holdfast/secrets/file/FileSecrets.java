package dev.holdfast.secrets.file;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// `file:PATH`: the content of a private file without its last line end.
public final class FileSecrets implements SecretProvider {
  private final PrivateFiles files;

  /// @param files reads and writes them
  public FileSecrets(PrivateFiles files) {
    this.files = files;
  }

  @Override
  public SecretRef.Scheme scheme() {
    return SecretRef.Scheme.FILE;
  }

  @Override
  public Optional<Secret> find(String locator) {
    return files
        .read("file:" + locator, path(locator), PrivateFiles.Check.PRIVATE, Secret.BYTES_MAX)
        .map(Secret::ofLine);
  }

  @Override
  public void keep(String locator, Secret secret) {
    // A line end is added because find takes one away.
    var content = secret.use(bytes -> Arrays.copyOf(bytes, bytes.length + 1));
    content[content.length - 1] = '\n';
    try {
      files.replace("file:" + locator, path(locator), content);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static Path path(String locator) {
    try {
      return Path.of(locator);
    } catch (InvalidPathException e) {
      throw new SecretException(
          SecretException.Kind.UNREADABLE, "file: reference that is no path", "write file:/PATH");
    }
  }

  @Override
  public String howToProvide(String locator) {
    return "write it into " + locator + " and run `chmod 600 " + locator + "`";
  }
}
