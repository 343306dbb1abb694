package dev.holdfast.secrets.mounted;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is true of mounted secrets, whoever mounts them.
abstract class MountedSecretsContract extends SecretProviderContract {
  @TempDir Path directory;

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
    assertThatThrownBy(() -> provider().find(name))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("is not the name of a");
  }
}
