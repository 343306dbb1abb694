package dev.holdfast.secrets.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSecretsTest extends SecretProviderContract {
  @TempDir private Path directory;
  private FileSecrets provider = new FileSecrets(new PrivateFiles(-1));

  @BeforeEach
  void asThisUser() throws IOException {
    provider = new FileSecrets(new PrivateFiles(PrivateFiles.ownUid()));
  }

  @Override
  protected SecretProvider provider() {
    return provider;
  }

  @Override
  protected String freshLocator() {
    return directory.resolve("key").toString();
  }

  @Override
  protected void arrange(String locator, String text) {
    write(locator, text + "\n", "rw-------");
  }

  @Override
  protected boolean canKeep() {
    return true;
  }

  private static void write(String locator, String text, String mode) {
    try {
      var path = Files.writeString(Path.of(locator), text);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x"})
  void a_file_that_others_may_use_is_refused_with_the_command_that_helps(String mode) {
    write(freshLocator(), "cAnArY", mode);

    assertThatThrownBy(() -> provider.find(freshLocator()))
        .isInstanceOfSatisfying(
            SecretException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(SecretException.Kind.EXPOSED);
              assertThat(e.getMessage()).contains(freshLocator()).doesNotContain("cAnArY");
              assertThat(e.nextStep()).isEqualTo("chmod 600 " + freshLocator());
            });
  }

  @Test
  void a_file_of_another_user_is_refused() throws IOException {
    arrange(freshLocator(), "x");
    var other = PrivateFiles.ownUid();
    var asSomebodyElse = new FileSecrets(new PrivateFiles(other + 1));
    if (other == 0) {
      // What belongs to root is as safe as root is.
      assertThat(asSomebodyElse.find(freshLocator()).map(Bytes::textOf)).contains("x");
      Files.setAttribute(Path.of(freshLocator()), "unix:uid", 12345);
    }

    assertThatThrownBy(() -> asSomebodyElse.find(freshLocator()))
        .isInstanceOfSatisfying(
            SecretException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(SecretException.Kind.EXPOSED);
              assertThat(e.nextStep()).startsWith("chown " + (other + 1));
            });
  }

  @Test
  void what_is_kept_is_a_private_file_and_nothing_else_is_left() throws IOException {
    provider.keep(freshLocator(), Secret.ofText("x"));

    try (var files = Files.list(directory)) {
      assertThat(files)
          .singleElement()
          .satisfies(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
    assertThat(Path.of(freshLocator())).hasContent("x\n");
  }

  @Test
  void a_missing_directory_is_not_created() {
    var locator = directory.resolve("no/key").toString();

    assertThatThrownBy(() -> provider.keep(locator, Secret.ofText("x")))
        .isInstanceOfSatisfying(
            SecretException.class,
            e -> assertThat(e.nextStep()).isEqualTo("mkdir -m 700 " + directory.resolve("no")));
  }

  @Test
  void directories_and_large_files_are_refused() {
    assertThatThrownBy(() -> provider.find(directory.toString()))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("not a regular file");
    arrange(freshLocator(), "x".repeat(Secret.BYTES_MAX));
    assertThatThrownBy(() -> provider.find(freshLocator()))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("larger than");
  }
}
