package dev.holdfast.secrets.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretProviderContract;
import dev.holdfast.secrets.file.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerSecretsTest extends SecretProviderContract {
  @TempDir private Path directory;

  @Override
  protected SecretProvider provider() {
    return new ContainerSecrets(directory, new PrivateFiles(0));
  }

  @Override
  protected String freshLocator() {
    return "web1.passphrase";
  }

  @Override
  protected void arrange(String locator, String text) {
    try {
      Files.writeString(directory.resolve(locator), text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected boolean canKeep() {
    return false;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../x", "a/b", "/etc/passwd", ".hidden"})
  void a_name_cannot_leave_the_directory(String name) {
    assertThatThrownBy(() -> provider().find(name)).isInstanceOf(SecretException.class);
  }

  @Test
  void a_runtime_mounts_them_readable_and_behind_links() throws IOException {
    Files.createDirectory(directory.resolve("..data"));
    Files.writeString(directory.resolve("..data/word"), "x\n");
    Files.createSymbolicLink(directory.resolve("word"), Path.of("..data/word"));
    Files.setPosixFilePermissions(
        directory.resolve("..data/word"), PosixFilePermissions.fromString("r--r--r--"));

    assertThat(provider().find("word").map(Bytes::textOf)).contains("x");
  }

  @Test
  void one_that_is_not_mounted_is_asked_of_the_runtime() {
    assertThat(provider().howToProvide("word")).contains("word", directory.toString());
  }
}
