package dev.holdfast.remote.sntrup;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeParameters;
import org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimePrivateKeyParameters;

/// Makes key pairs of sntrup761 for one use each. Bouncy Castle makes the same, with a division for
/// each step, which takes a process that has just begun as long as all the rest of a connection; it
/// still opens what is encapsulated for them.
public final class SntrupKeys {
  private static final byte PUBLIC_KEY_PREFIX = 4;
  private static final int HASH_BYTES = 32;

  private final SecureRandom random;

  /// @param random of cryptographic strength
  public SntrupKeys(SecureRandom random) {
    this.random = random;
  }

  /// A new pair; the private key holds the public one.
  public SNTRUPrimePrivateKeyParameters generate() {
    var g = SmallPolynomials.any(random);
    var inverseOfG = Ring.inverseModulo3(g);
    while (inverseOfG.isEmpty()) {
      g = SmallPolynomials.any(random);
      inverseOfG = Ring.inverseModulo3(g);
    }
    var f = SmallPolynomials.ofFixedWeight(random);
    var publicKey = Encoding.modulo4591(Ring.product(g, Ring.inverseOfTriple(f)));
    return new SNTRUPrimePrivateKeyParameters(
        SNTRUPrimeParameters.sntrup761,
        Encoding.small(f),
        Encoding.small(inverseOfG.get()),
        publicKey,
        Encoding.small(SmallPolynomials.any(random)),
        hash(publicKey));
  }

  static byte[] hash(byte[] publicKey) {
    try {
      var digest = MessageDigest.getInstance("SHA-512");
      digest.update(PUBLIC_KEY_PREFIX);
      return Arrays.copyOf(digest.digest(publicKey), HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }
}
