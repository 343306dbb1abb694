package dev.holdfast.secrets.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.secrets.Bytes;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretStore;
import dev.holdfast.secrets.SecretStoreContract;
import dev.holdfast.secrets.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgeStoreTest extends SecretStoreContract {
  @TempDir private Path directory;
  private PrivateFiles files = new PrivateFiles(-1);

  @BeforeEach
  void asThisUser() throws IOException {
    files = new PrivateFiles(PrivateFiles.ownUid());
  }

  private AgeSecrets age() {
    return new AgeSecrets(
        directory.resolve("secrets.age"),
        directory.resolve("identity.txt"),
        files,
        Thread::onSpinWait);
  }

  @Override
  protected SecretStore store() {
    return age();
  }

  @Override
  protected String locator() {
    return "web1/passphrase";
  }

  @Test
  void older_versions_have_names_of_their_own_which_are_not_listed() {
    age().keep("web1/passphrase", Secret.ofText("one"));
    age().keep("web1/passphrase", Secret.ofText("two"));
    age().keep("web1/passphrase", Secret.ofText("two"));
    age().keep("web1/passphrase.pending", Secret.ofText("other"));

    assertThat(age().find("web1/passphrase@1").map(Bytes::textOf)).contains("one");
    assertThat(age().versions("web1/passphrase")).containsExactly(1L, 2L);
    assertThat(age().names()).containsExactly("web1/passphrase", "web1/passphrase.pending");
  }

  @Test
  void older_versions_cannot_be_written_and_go_with_the_secret() {
    age().keep("a", Secret.ofText("one"));
    age().keep("a", Secret.ofText("two"));

    assertThatThrownBy(() -> age().keep("a@1", Secret.ofText("x")))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining("older versions");
    assertThat(age().forget("a")).isTrue();
    assertThat(age().find("a@1")).isEmpty();
  }
}
