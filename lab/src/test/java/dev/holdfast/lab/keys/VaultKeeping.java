package dev.holdfast.lab.keys;

import dev.holdfast.lab.VaultOperator;
import dev.holdfast.secrets.ProviderSecrets;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.Secrets;
import dev.holdfast.secrets.file.PrivateFiles;
import dev.holdfast.secrets.vault.Vault;
import dev.holdfast.secrets.vault.VaultLimits;
import dev.holdfast.secrets.vault.VaultLogin;
import dev.holdfast.secrets.vault.VaultSettings;
import dev.holdfast.secrets.vault.VaultWorld;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A Vault, KV version 2. Passphrase and key are fields of one secret, so that every write of
/// either has to name the other's last version.
final class VaultKeeping implements Keeping, AutoCloseable {
  private static final SecretRef TOKEN = new SecretRef(SecretRef.Scheme.FILE, "token");

  private final VaultOperator operator;
  private final VaultWorld world;

  VaultKeeping() throws IOException {
    this.operator = VaultOperator.start("changes of a passphrase that die");
    this.world =
        new VaultWorld(
            _ -> Optional.empty(),
            Path.of("/nonexistent"),
            new PrivateFiles(PrivateFiles.ownUid()),
            _ -> Optional.of(Secret.ofText(operator.token())),
            (_, _) -> false,
            _ -> Thread.onSpinWait());
  }

  @Override
  public SecretRef passphrase() {
    return new SecretRef(SecretRef.Scheme.VAULT, "secret/backup/web1#passphrase");
  }

  @Override
  public SecretRef key() {
    return new SecretRef(SecretRef.Scheme.VAULT, "secret/backup/web1#key");
  }

  @Override
  public <T> T use(Function<Secrets, T> work) {
    try (var vault = new Vault(settings(), VaultLimits.standard(), world)) {
      return work.apply(new ProviderSecrets(List.of(vault.secrets())));
    }
  }

  private VaultSettings settings() {
    return new VaultSettings(
        Optional.of(URI.create(operator.address())),
        List.of(),
        Optional.empty(),
        new VaultLogin.Token(TOKEN),
        new VaultSettings.Tls(
            operator.caFile().map(Path::toString), Optional.empty(), Optional.empty()));
  }

  @Override
  public void close() {
    operator.close();
  }
}
