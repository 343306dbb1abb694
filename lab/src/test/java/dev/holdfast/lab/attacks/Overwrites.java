package dev.holdfast.lab.attacks;

import dev.holdfast.borg.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Storing something else under the id of an old object.
final class Overwrites {
  private static final String CONTENT = "an object must be what its id is the keyed hash of";
  private static final String PROOF = "an object must carry the proof of the repository's key";
  private static final int OBJECT_BYTES_MAX = 20_971_479;

  private Overwrites() {}

  /// Which object of an old archive.
  private interface Choice {
    ObjectId of(Grip grip) throws Exception;
  }

  /// What is stored there.
  private interface Content {
    byte[] of(Grip grip, ObjectId victim) throws Exception;
  }

  private static Attack.Strike overwrite(Choice choice, Content content) {
    return (borg, _) -> {
      var grip = borg.grip().ready();
      var victim = choice.of(grip);
      borg.put(victim, content.of(grip, victim));
      grip.commit(grip.manifestOf(grip.entries()));
    };
  }

  private static ObjectId chunk(Grip grip) throws Exception {
    return grip.onlyInOldest();
  }

  static List<Attack> all() {
    var all = new ArrayList<>(contents());
    all.addAll(forms());
    all.addAll(sizes());
    return all;
  }

  private static List<Attack> contents() {
    return List.of(
        new Attack(
            "overwrite-a-chunk-with-garbage",
            "store random bytes under the id of an old file's content",
            PROOF,
            overwrite(
                Overwrites::chunk,
                (_, _) -> {
                  var garbage = new byte[1000];
                  new SplittableRandom(1).nextBytes(garbage);
                  garbage[0] = 3;
                  return garbage;
                })),
        new Attack(
            "overwrite-every-chunk",
            "store zeroes, rightly encrypted, under every id of every old archive",
            CONTENT,
            (borg, _) -> {
              var grip = borg.grip().ready();
              for (var archive : grip.archives()) {
                for (var id : grip.contents(archive)) {
                  borg.put(id, grip.forge().seal(new byte[64]));
                }
              }
              grip.commit(grip.manifestOf(grip.entries()));
            }),
        new Attack(
            "overwrite-a-chunk-with-another",
            "store an authentic object of the repository under the id of another one",
            CONTENT,
            overwrite(
                Overwrites::chunk,
                (grip, _) ->
                    grip.forge().seal("another content".getBytes(StandardCharsets.UTF_8)))),
        new Attack(
            "overwrite-archive-metadata",
            "store the metadata of one old archive under the id of another",
            CONTENT,
            (borg, _) -> {
              var grip = borg.grip().ready();
              var old = grip.archives();
              borg.put(old.getFirst().id(), borg.get(old.getLast().id()));
              grip.commit(grip.manifestOf(grip.entries()));
            }));
  }

  private static List<Attack> forms() {
    return List.of(
        new Attack(
            "overwrite-an-item-stream",
            "store an empty list of files under the id of an old archive's list",
            CONTENT,
            overwrite(
                grip -> grip.streams(grip.oldest()).getFirst(),
                (grip, _) -> grip.forge().seal(new byte[0]))),
        new Attack(
            "overwrite-with-a-flipped-bit",
            "store an old object again with one bit changed",
            PROOF,
            (borg, _) -> {
              var grip = borg.grip().ready();
              var victim = chunk(grip);
              var sealed = grip.forge().seal(new byte[64]);
              sealed[sealed.length - 1] ^= 1;
              borg.put(victim, sealed);
              grip.commit(grip.manifestOf(grip.entries()));
            }),
        new Attack(
            "overwrite-in-another-mode",
            "store an old object without encryption, in the mode `none`",
            "every object must be of the repository's own mode",
            overwrite(
                Overwrites::chunk, (_, _) -> Forge.joined(new byte[] {2, 0, 0}, new byte[64]))),
        new Attack(
            "poison-what-comes-next",
            "store garbage under the id that a file of the next backup will have",
            CONTENT,
            (borg, _) -> {
              var grip = borg.grip().ready();
              var next = Compressions.TOMORROW.getBytes(StandardCharsets.UTF_8);
              borg.put(grip.forge().idOf(next), grip.forge().seal(new byte[3]));
              grip.commit(grip.manifestOf(grip.entries()));
            }));
  }

  private static List<Attack> sizes() {
    return List.of(
        new Attack(
            "an-object-that-swells",
            "store an object that decompresses to five times the largest that borg makes",
            "decompression is bounded by the largest object of borg",
            (borg, _) -> {
              var grip = borg.grip().ready();
              var swollen = Swelling.zlib(100 << 20);
              borg.put(
                  ObjectId.ofDigest(
                      new byte[] {
                        9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9,
                        9, 9, 9, 9, 9, 9, 9
                      }),
                  grip.forge().sealCompressed(swollen));
              grip.commit(grip.manifestOf(grip.entries()));
            }),
        new Attack(
            "an-object-too-large",
            "store an object that is one byte larger than borg's largest",
            "an object has at most 20 971 479 bytes",
            (borg, _) -> {
              var grip = borg.grip().ready();
              var large = new byte[OBJECT_BYTES_MAX + 1];
              large[0] = 3;
              borg.put(grip.forge().idOf(large), large);
              grip.commit(grip.manifestOf(grip.entries()));
            }));
  }
}
