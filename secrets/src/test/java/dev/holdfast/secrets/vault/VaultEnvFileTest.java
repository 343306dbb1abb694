package dev.holdfast.secrets.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VaultEnvFileTest {
  @TempDir private Path directory = Path.of("");

  private String file(String text, String mode) throws IOException {
    var file = Files.writeString(directory.resolve("vault-approle.env"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file.toString();
  }

  private VaultEnvFile read(String text) throws IOException {
    return VaultEnvFile.read(new PrivateFiles(PrivateFiles.ownUid()), file(text, "rw-------"));
  }

  private static Optional<String> value(VaultEnvFile file, String name) {
    return file.value(name).map(Bytes::textOf);
  }

  @Test
  void lines_are_read_as_a_shell_and_systemd_read_them() throws IOException {
    try (var file =
        read(
            """
            # the backup's role

            VAULT_ROLE_ID=1b2c-3d
              export VAULT_SECRET_ID="a=b c#d"\t\r
            VAULT_ADDR='https://vault.example.org:8200'
            EMPTY=
            VAULT_ROLE_ID=4e5f\
            """)) {
      assertThat(value(file, "VAULT_ROLE_ID")).contains("4e5f");
      assertThat(value(file, "VAULT_SECRET_ID")).contains("a=b c#d");
      assertThat(value(file, "VAULT_ADDR")).contains("https://vault.example.org:8200");
      assertThat(value(file, "EMPTY")).isEmpty();
      assertThatThrownBy(() -> file.required("NAME"))
          .isInstanceOf(SecretException.class)
          .hasMessageContaining("has no NAME");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A=$(cat cAnArY)",
        "A=\"${cAnArY}\"",
        "A=`cAnArY`",
        "A=cAnArY b",
        "A='cAnArY",
        "A=cAnA'rY",
        "A=cAnArY\\",
        "cAnArY",
        "=cAnArY",
        "1cAnArY=x",
        ". cAnArY=x"
      })
  void what_only_a_shell_understands_is_refused_and_not_repeated(String line) {
    assertThatThrownBy(() -> read("B=ok\n" + line + "\n"))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("line 2 is not NAME=VALUE")
        .hasMessageNotContainingAny("cAnA");
  }

  @Test
  void others_must_not_be_able_to_read_it() {
    assertThatThrownBy(() ->
            VaultEnvFile.read(new PrivateFiles(PrivateFiles.ownUid()), file("A=b\n", "rw-r--r--")))
        .isInstanceOfSatisfying(
            SecretException.class,
            e -> assertThat(e.kind()).isEqualTo(SecretException.Kind.EXPOSED));
  }

  @Test
  void what_the_file_says_of_the_server_comes_before_the_environment() throws IOException {
    try (var file = read("VAULT_ADDR=https://a:1\n")) {
      var over = file.over(name -> Optional.of("from the environment"));
      assertThat(over.apply("VAULT_ADDR")).contains("https://a:1");
      assertThat(over.apply("BAO_ADDR")).isEmpty();
      assertThat(over.apply("VAULT_CACERT")).contains("from the environment");
    }
  }
}
