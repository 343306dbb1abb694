package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.host.LoginKeyMaker;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.Secrets;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.io.output.SecureByteArrayOutputStream;

/// Makes ed25519 keys in memory; they are in no file but where the secret store keeps them.
public final class SshLoginKeys implements LoginKeyMaker {
  private static final int ED25519_BITS = 256;

  private final Secrets secrets;

  /// @param secrets opens the keys of endpoints
  public SshLoginKeys(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Secret fresh() {
    try (var written = new SecureByteArrayOutputStream()) {
      var pair = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, ED25519_BITS);
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "holdfast", null, written);
      return Secret.takeOver(written.toByteArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("an ed25519 key cannot be made here", e);
    }
  }

  @Override
  public String publicLine(Endpoint.Ssh endpoint) {
    var pairs = LoginKeys.open(endpoint, secrets).pairs();
    return KeyBlob.of(pairs.getLast().getPublic()).line();
  }
}
