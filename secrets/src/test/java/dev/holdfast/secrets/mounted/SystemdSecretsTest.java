package dev.holdfast.secrets.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.file.PrivateFiles;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SystemdSecretsTest extends MountedSecretsContract {
  @Override
  protected SecretProvider provider() {
    return MountedSecrets.bySystemd(
        name ->
            name.equals("CREDENTIALS_DIRECTORY")
                ? Optional.of(directory.toString())
                : Optional.empty(),
        new PrivateFiles(0));
  }

  @Test
  void outside_of_a_service_there_are_no_credentials() {
    var provider = MountedSecrets.bySystemd(_ -> Optional.empty(), new PrivateFiles(0));

    assertThat(provider.find("x")).isEmpty();
    assertThat(provider.howToProvide("x")).contains("LoadCredential=x:");
  }
}
