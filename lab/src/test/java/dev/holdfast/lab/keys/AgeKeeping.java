package dev.holdfast.lab.keys;

import dev.holdfast.secrets.ProviderSecrets;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.Secrets;
import dev.holdfast.secrets.age.AgeSecrets;
import dev.holdfast.secrets.file.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// The embedded store. Its writers queue in one object, so all uses share it.
final class AgeKeeping implements Keeping {
  private final AgeSecrets store;

  AgeKeeping(Path directory) throws IOException {
    this.store =
        new AgeSecrets(
            directory.resolve("secrets.age"),
            directory.resolve("identity.txt"),
            new PrivateFiles(PrivateFiles.ownUid()),
            Thread::onSpinWait);
  }

  @Override
  public SecretRef passphrase() {
    return new SecretRef(SecretRef.Scheme.AGE, "web1/passphrase");
  }

  @Override
  public SecretRef key() {
    return new SecretRef(SecretRef.Scheme.AGE, "web1/key");
  }

  @Override
  public <T> T use(Function<Secrets, T> work) {
    return work.apply(new ProviderSecrets(List.of(store)));
  }
}
