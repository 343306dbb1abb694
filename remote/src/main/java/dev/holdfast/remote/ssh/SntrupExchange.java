package dev.holdfast.remote.ssh;

import dev.holdfast.remote.sntrup.SntrupKeys;
import org.apache.sshd.client.kex.DHGClient;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.digest.Digest;
import org.apache.sshd.common.kex.AbstractDH;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KeyEncapsulationMethod;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.kex.MontgomeryCurve;
import org.apache.sshd.common.kex.XDH;
import org.apache.sshd.common.random.JceRandom;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMExtractor;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePrivateKeyParameters;
import org.jspecify.annotations.Nullable;

/// The key exchange that OpenSSH 9 offers first, of sntrup761 and X25519, as MINA does it but for
/// the making of the key pair: see [SntrupKeys].
final class SntrupExchange implements DHFactory {
  private final BuiltinDHFactories standard;

  private SntrupExchange(BuiltinDHFactories standard) {
    this.standard = standard;
  }

  /// Under the name that MINA's has.
  static KeyExchangeFactory like(BuiltinDHFactories standard) {
    return DHGClient.newFactory(new SntrupExchange(standard));
  }

  @Override
  public String getName() {
    return standard.getName();
  }

  @Override
  public boolean isSupported() {
    return standard.isSupported();
  }

  @Override
  public boolean isGroupExchange() {
    return false;
  }

  @Override
  public AbstractDH create(Object... parameters) throws Exception {
    return new XDH(MontgomeryCurve.x25519, true) {
      @Override
      public KeyEncapsulationMethod getKeyEncapsulation() {
        return new Encapsulation();
      }

      @Override
      public Digest getHash() {
        return BuiltinDigests.sha512.create();
      }
    };
  }

  private static final class Encapsulation implements KeyEncapsulationMethod {
    @Override
    public Client getClient() {
      return new Receiver();
    }

    @Override
    public Server getServer() {
      throw new UnsupportedOperationException("nobody connects to the controller");
    }
  }

  /// Has a key pair for one exchange.
  static final class Receiver implements KeyEncapsulationMethod.Client {
    private @Nullable SNTRUPrimePrivateKeyParameters keys;

    @Override
    public void init() {
      keys = new SntrupKeys(JceRandom.getGlobalInstance()).generate();
    }

    @Override
    public byte[] getPublicKey() {
      return keys().getPk();
    }

    /// @throws IllegalArgumentException if it is of another length
    @Override
    public byte[] extractSecret(byte[] encapsulated) {
      if (encapsulated.length != getEncapsulationLength()) {
        throw new IllegalArgumentException(
            "an encapsulated key of " + encapsulated.length + " bytes");
      }
      return new SNTRUPrimeKEMExtractor(keys()).extractSecret(encapsulated);
    }

    @Override
    public int getEncapsulationLength() {
      return new SNTRUPrimeKEMExtractor(keys()).getEncapsulationLength();
    }

    private SNTRUPrimePrivateKeyParameters keys() {
      if (keys == null) {
        throw new IllegalStateException("init comes first");
      }
      return keys;
    }
  }
}
