package dev.holdfast.lab.attacks;

import com.github.luben.zstd.Zstd;
import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.wire.MessagePackWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZOutputStream;

/// Right contents in forms that borg reads differently, or not at all. Whoever reads them with
/// another decoder sees nothing wrong.
final class Compressions {
  /// What a file of the next honest backup holds.
  static final String TOMORROW = "content of tomorrow";

  private static final String SAME =
      "what is stored must be read by borg, and as the same bytes as by us";
  private static final byte[] LZMA = {2, 0};
  private static final byte[] ZSTD = {3, 0};

  /// The bit in a frame's fifth byte that must not be set.
  private static final int RESERVED = 0x08;

  private Compressions() {}

  /// A content in such a form.
  private interface Form {
    byte[] of(byte[] plain) throws IOException;
  }

  static List<Attack> all() {
    return List.of(
        new Attack(
            "manifest-of-two-streams",
            "commit the right manifest, compressed by lzma, with a second stream behind it that"
                + " borg reads as well",
            SAME,
            (borg, _) -> {
              var grip = borg.grip().ready();
              var manifest =
                  grip.forge().proven(MetadataKind.MANIFEST, grip.manifestOf(grip.entries()));
              borg.put(ObjectId.MANIFEST, grip.forge().sealCompressed(twoStreams(manifest)));
              borg.commit();
            }),
        new Attack(
            "list-of-files-of-two-streams",
            "add an archive whose list of files has a second stream of lzma behind it, on which"
                + " later backups and prunes break",
            SAME,
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var file = MessagePackWriter.toBytes(Grip.file("a", List.of(), 0));
              var list = store(borg, grip, file, Compressions::twoStreams);
              var id = grip.storeArchive(Grip.archive(scene.archive(), scene.now(), List.of(list)));
              grip.commit(grip.manifestOf(grip.plus(scene.archive(), id, Grip.time(scene.now()))));
            }),
        again(
            "chunk-of-two-streams",
            "store an old file's content again, with a second stream of lzma behind it",
            Compressions::twoStreams),
        again(
            "chunk-in-a-forbidden-frame",
            "store an old file's content again, in a zstd frame with a bit that libzstd refuses",
            Compressions::reservedBit),
        poison(
            "poison-what-comes-next-by-two-streams",
            "store the content of a file of the next backup with a second stream of lzma behind it,"
                + " and name it in the new archive",
            Compressions::twoStreams),
        poison(
            "poison-what-comes-next-by-a-forbidden-frame",
            "store the content of a file of the next backup in a zstd frame that libzstd refuses,"
                + " and name it in the new archive",
            Compressions::reservedBit));
  }

  private static Attack again(String name, String tries, Form form) {
    return new Attack(
        name,
        tries,
        SAME,
        (borg, _) -> {
          var grip = borg.grip().ready();
          store(borg, grip, grip.forge().open(borg.get(grip.onlyInOldest())), form);
          grip.commit(grip.manifestOf(grip.entries()));
        });
  }

  /// The next backup finds it in the new archive and does not send it.
  private static Attack poison(String name, String tries, Form form) {
    return new Attack(
        name,
        tries,
        SAME,
        (borg, scene) -> {
          var grip = borg.grip().ready();
          var next = TOMORROW.getBytes(StandardCharsets.UTF_8);
          var id = store(borg, grip, next, form);
          var file = Grip.file("a", List.of(Grip.chunk(id, next.length)), next.length);
          grip.commitArchive(scene.archive(), scene.now(), MessagePackWriter.toBytes(file));
        });
  }

  private static ObjectId store(HostileBorg borg, Grip grip, byte[] plain, Form form)
      throws IOException, RefusedCallException {
    var id = grip.forge().idOf(plain);
    borg.put(id, grip.forge().sealCompressed(form.of(plain)));
    return id;
  }

  private static byte[] twoStreams(byte[] plain) throws IOException {
    return Forge.joined(LZMA, stream(plain), stream(new byte[] {(byte) 0xc1}));
  }

  private static byte[] stream(byte[] plain) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var xz = new XZOutputStream(out, new LZMA2Options(0), XZ.CHECK_NONE)) {
      xz.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] reservedBit(byte[] plain) {
    var frame = Zstd.compress(plain);
    frame[4] |= RESERVED;
    return Forge.joined(ZSTD, frame);
  }
}
