package dev.holdfast.borg.archive;

import static dev.holdfast.borg.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.Key;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Objects of a few KiB that want to fill the controller's memory, and the largest honest ones.
final class SwellingMetadataTest {
  private static final int LIST_ITEMS = Manifest.ARCHIVES_MAX;
  private static final int NAME_CHARS = 90;

  /// Empty maps, empty lists, lists inside each other, tiny strings, maps of one.
  @ParameterizedTest
  @ValueSource(strings = {"80", "90", "91919190", "a161", "81a16180", "cd0100"})
  void a_small_manifest_that_swells_is_refused(String hex) {
    byte[] object = Forged.compressed(lists(HexFormat.of().parseHex(hex), 30 << 20));
    assertThat(object.length).isLessThan(100 << 10);
    refused(Refusal.TOO_LARGE, () -> Manifest.read(object, Key.none()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"80", "90", "91919190", "a161", "81a16180", "cd0100"})
  void a_small_archive_that_swells_is_refused(String hex) {
    byte[] plain = lists(HexFormat.of().parseHex(hex), 30 << 20);
    byte[] object = Forged.compressed(plain);
    refused(
        Refusal.TOO_LARGE, () -> ArchiveMetadata.read(Key.none().idOf(plain), object, Key.none()));
  }

  /// A map with one long list of lists of the same.
  private static byte[] lists(byte[] item, int bytesMax) {
    int lists = Math.min(1 << 15, (bytesMax - 100) / (5 + LIST_ITEMS * item.length));
    ByteBuffer plain = ByteBuffer.allocate(6 + lists * (5 + LIST_ITEMS * item.length));
    plain.put((byte) 0x81).put((byte) 0xa1).put((byte) 'a').put((byte) 0xdc);
    plain.putShort((short) lists);
    for (int list = 0; list < lists; list++) {
      plain.put((byte) 0xdd).putInt(LIST_ITEMS);
      for (int i = 0; i < LIST_ITEMS; i++) {
        plain.put(item);
      }
    }
    return plain.array();
  }

  @Test
  void the_largest_honest_manifest_is_read() throws RefusedException {
    Value.MapBuilder archives = Value.Map.builder();
    Value.Map archive = Forged.archive("2026-11-20T11:17:15.000042");
    for (int i = 0; i < Manifest.ARCHIVES_MAX; i++) {
      String number = Integer.toString(i);
      archives.put("n".repeat(NAME_CHARS - number.length()) + number, archive);
    }
    byte[] object = Forged.proven(Forged.manifest(archives.build(), Value.Map.builder()));
    assertThat(Manifest.read(object, Key.none()).archives()).hasSize(Manifest.ARCHIVES_MAX);
  }

  @Test
  void the_longest_honest_archive_is_read() throws RefusedException {
    int items = 700_000;
    Value.Map archive =
        Value.Map.builder()
            .put("version", 1)
            .put("name", "long")
            .put("items", new Value.Seq(Collections.nCopies(items, Raw.of(new byte[32]))))
            .put("cmdline", new Value.Seq(Collections.nCopies(1000, Raw.of("word"))))
            .put("hostname", "t1")
            .put("username", "root")
            .put("comment", "c".repeat(100_000))
            .put("time", "2014-11-20T11:17:15.000042")
            .build();
    byte[] plain = MessagePackWriter.toBytes(archive);
    byte[] object = Forged.compressed(plain);
    assertThat(ArchiveMetadata.read(Key.none().idOf(plain), object, Key.none()).items())
        .hasSize(items);
  }
}
