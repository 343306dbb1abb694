package dev.holdfast.secrets.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretProviderContract;
import dev.holdfast.secrets.file.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdSecretsTest extends SecretProviderContract {
  @TempDir private Path directory;

  @Override
  protected SecretProvider provider() {
    return new SystemdSecrets(
        name ->
            name.equals("CREDENTIALS_DIRECTORY")
                ? Optional.of(directory.toString())
                : Optional.empty(),
        new PrivateFiles(0));
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
  void outside_of_a_service_there_are_no_credentials() {
    var provider = new SystemdSecrets(_ -> Optional.empty(), new PrivateFiles(0));

    assertThat(provider.find("x")).isEmpty();
    assertThat(provider.howToProvide("x")).contains("LoadCredential=x:");
  }
}
