package dev.holdfast.secrets.age;

import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The content of the store: a JSON object from names to base64 values, inside an age file.
final class AgeBox {
  private static final byte[] ARMOR = "-----BEGIN AGE".getBytes(StandardCharsets.US_ASCII);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<TreeMap<String, byte[]>> VALUES = new TypeReference<>() {};

  private AgeBox() {}

  /// The values by name, which the caller zeroes.
  static NavigableMap<String, byte[]> open(byte[] file, AgeIdentity identity)
      throws GeneralSecurityException, IOException {
    var factory =
        Arrays.mismatch(file, ARMOR) == ARMOR.length
            ? new ArmoredDecryptingChannelFactory()
            : new StandardDecryptingChannelFactory();
    // No more plain bytes than encrypted ones can come out.
    var plain = ByteBuffer.allocate(file.length + 1);
    try (var channel =
        factory.newDecryptingChannel(
            Channels.newChannel(new ByteArrayInputStream(file)), List.copyOf(identity.readers()))) {
      while (channel.read(plain) >= 0 && plain.hasRemaining()) {}
      return JSON.readerFor(VALUES).readValue(plain.array(), 0, plain.position());
    } catch (JacksonException e) {
      throw new IOException("its content is not a table of secrets");
    } finally {
      Arrays.fill(plain.array(), (byte) 0);
    }
  }

  static byte[] close(NavigableMap<String, byte[]> values, AgeIdentity identity)
      throws GeneralSecurityException, IOException {
    var plain = JSON.writeValueAsBytes(values);
    try {
      var file = new ByteArrayOutputStream();
      try (var channel =
          new StandardEncryptingChannelFactory()
              .newEncryptingChannel(Channels.newChannel(file), List.of(identity.writer()))) {
        channel.write(ByteBuffer.wrap(plain));
      }
      return file.toByteArray();
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  static void zero(Map<String, byte[]> values) {
    values.values().forEach(value -> Arrays.fill(value, (byte) 0));
  }
}
