package dev.holdfast.borg.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.Damage;
import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Recorded;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyBlob;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.wire.FrameWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A repository host that answers almost as borg does: what the controller reads of it is an
/// answer, a failure with a name, or a refusal.
final class ServeFuzzTest {
  private static final int HOSTS = 1_500;
  private static final Opening OPENING = new Opening("/srv/r", false, Duration.ofSeconds(30));

  @ParameterizedTest
  @EnumSource(names = {"REPOKEY", "AUTHENTICATED_BLAKE2"})
  void a_host_that_lies_in_its_bytes_is_found_or_harmless(KeyType type) throws RefusedException {
    Recorded recorded = Recorded.of(type);
    int manifests = 0;
    try (Key key = recorded.unlock()) {
      for (int seed = 0; seed < HOSTS; seed++) {
        try (ServeClient client = ServeClient.open(host(recorded, new Damage(seed)), OPENING)) {
          KeyBlob.parse(client.loadKey());
          assertThat(client.length()).isNotNegative();
          assertThat(Manifest.read(client.get(ObjectId.MANIFEST), key).archives()).hasSize(2);
          manifests++;
          ObjectId archive = recorded.archiveId();
          assertThat(ArchiveMetadata.read(archive, client.get(archive), key).name())
              .hasToString("first");
        } catch (RefusedException | IOException e) {
          assertThat(e).as("seed %d", seed).hasMessageNotContaining("null");
        } catch (RuntimeException | AssertionError e) {
          throw new AssertionError("seed " + seed, e);
        }
      }
    }
    assertThat(manifests).isPositive();
  }

  /// Each answer is as borg's, or damaged in the object it carries, or in its frame.
  private static ScriptedServe host(Recorded recorded, Damage damage) {
    return new ScriptedServe(request -> {
      byte[] honest =
          switch (request) {
            case Request.Negotiate n -> bytes(ScriptedServe.negotiated(n.id()));
            case Request.Call c -> bytes(FrameWriter.encode(answer(recorded, c, damage)));
          };
      return List.of(ByteBuffer.wrap(damage.below(12) == 0 ? damage.inflict(honest) : honest));
    });
  }

  private static Reply answer(Recorded recorded, Request.Call call, Damage damage) {
    try {
      Value result =
          switch (call.method()) {
            case "open" -> Raw.of(recorded.repository().bytes());
            case "__len__" -> new Value.Int(damage.below(20) - 1);
            case "load_key" ->
                object(
                    KeyText.parse(recorded.keyText())
                        .blob()
                        .text()
                        .getBytes(StandardCharsets.UTF_8),
                    damage);
            case "get" -> {
              boolean manifest =
                  ScriptedServe.argument(call, "id").equals(Raw.of(ObjectId.MANIFEST.bytes()));
              yield object(manifest ? recorded.manifest() : recorded.archive(), damage);
            }
            default -> throw new AssertionError("nobody should ask for " + call.method());
          };
      return new Reply.Result(call.id(), result);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static Raw object(byte[] honest, Damage damage) {
    return Raw.of(damage.below(6) == 0 ? damage.inflict(honest) : honest);
  }

  private static byte[] bytes(List<ByteBuffer> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer part : parts) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      all.writeBytes(copy);
    }
    return all.toByteArray();
  }
}
