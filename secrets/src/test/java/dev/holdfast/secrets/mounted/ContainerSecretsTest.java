package dev.holdfast.secrets.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class ContainerSecretsTest extends MountedSecretsContract {
  @Override
  protected SecretProvider provider() {
    return MountedSecrets.byContainer(directory, new PrivateFiles(0));
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
