package dev.holdfast.secrets.age;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519KeyFactory;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/// An identity file as `age-keygen` writes it: the first identity encrypts, all of them decrypt.
final class AgeIdentity {
  private static final int IDENTITIES_MAX = 16;
  private static final String PREFIX = "AGE-SECRET-KEY-1";

  private final List<RecipientStanzaReader> readers;
  private final RecipientStanzaWriter writer;

  private AgeIdentity(List<RecipientStanzaReader> readers, RecipientStanzaWriter writer) {
    this.readers = readers;
    this.writer = writer;
  }

  /// @throws GeneralSecurityException if there is no X25519 identity in it
  static AgeIdentity parse(byte[] file) throws GeneralSecurityException {
    var readers = new ArrayList<RecipientStanzaReader>();
    RecipientStanzaWriter writer = null;
    for (var line : new String(file, StandardCharsets.US_ASCII).split("\\R", -1)) {
      var identity = line.strip();
      if (identity.startsWith(PREFIX) && readers.size() < IDENTITIES_MAX) {
        readers.add(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity));
        if (writer == null) {
          writer = X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient(identity));
        }
      }
    }
    if (writer == null) {
      throw new GeneralSecurityException("no line starts with " + PREFIX);
    }
    return new AgeIdentity(List.copyOf(readers), writer);
  }

  private static String recipient(String identity) throws GeneralSecurityException {
    var spec = new SecretKeySpec(identity.getBytes(StandardCharsets.US_ASCII), "X25519");
    return text(new X25519KeyFactory().translateKey(spec));
  }

  /// The file with another identity before all of its own: the new one encrypts, all decrypt.
  ///
  /// @throws GeneralSecurityException if it holds as many as are looked at already
  static byte[] before(byte[] created, byte[] file) throws GeneralSecurityException {
    if (parse(file).readers.size() >= IDENTITIES_MAX) {
      throw new GeneralSecurityException("there are " + IDENTITIES_MAX + " identities already");
    }
    var both = Arrays.copyOf(created, created.length + file.length);
    System.arraycopy(file, 0, both, created.length, file.length);
    return both;
  }

  /// The content of a new identity file.
  static byte[] create() throws GeneralSecurityException {
    var pair = new X25519KeyPairGenerator().generateKeyPair();
    var comment = "# public key: " + text(pair.getPublic()) + "\n";
    var head = comment.getBytes(StandardCharsets.US_ASCII);
    var identity = pair.getPrivate().getEncoded();
    var file = Arrays.copyOf(head, head.length + identity.length + 1);
    System.arraycopy(identity, 0, file, head.length, identity.length);
    file[file.length - 1] = '\n';
    Arrays.fill(identity, (byte) 0);
    return file;
  }

  private static String text(Key key) {
    return new String(key.getEncoded(), StandardCharsets.US_ASCII);
  }

  List<RecipientStanzaReader> readers() {
    return readers;
  }

  RecipientStanzaWriter writer() {
    return writer;
  }
}
