package dev.holdfast.lab.attacks;

import static dev.holdfast.lab.attacks.Edits.with;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.guard.BackupTerms;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Archives under the right name whose lists of files do harm later.
final class Streams {
  private static final String WHOLE =
      "the whole list of files is read before the manifest that names it passes";
  private static final String CHUNKS = "every chunk that a file names is there, with that size";
  private static final String PATHS = "paths are relative and never lead upwards";

  private static final int PIECE_BYTES = 8 << 20;

  /// More than the fleet that is attacked lets pass.
  private static final int PIECES =
      (int) (BackupTerms.streamBytesMax(GuardedHost.SESSION_CHUNKS) / PIECE_BYTES) + 1;

  private Streams() {}

  private static Attack attack(String name, String tries, String rule, Stream stream) {
    return new Attack(
        name,
        tries,
        rule,
        (borg, scene) -> {
          var grip = borg.grip().ready();
          grip.commitArchive(scene.archive(), scene.now(), stream.of(grip));
        });
  }

  /// The bytes of a list of files.
  private interface Stream {
    byte[] of(Grip grip) throws Exception;
  }

  private static byte[] packed(Value... items) {
    var all = new byte[0];
    for (var item : items) {
      all = Forge.joined(all, MessagePackWriter.toBytes(item));
    }
    return all;
  }

  private static Value.Map link(String path, String target) {
    var item = with(Grip.file(path, List.of(), 0), "mode", new Value.Int(0120777));
    return with(Edits.without(item, "chunks"), "source", Raw.of(target));
  }

  static List<Attack> all() {
    var all = new ArrayList<Attack>();
    all.addAll(shapes());
    all.addAll(chunks());
    all.addAll(paths());
    return all;
  }

  private static List<Attack> shapes() {
    return List.of(
        attack(
            "stream-of-garbage",
            "add an archive whose list of files is noise; later backups and prunes break on it",
            WHOLE,
            _ -> new byte[] {(byte) 0xc1, 1, 2, 3, (byte) 0xff, (byte) 0xc1}),
        attack(
            "stream-that-ends-in-the-middle",
            "add an archive whose list of files is cut off",
            WHOLE,
            _ -> {
              var whole = packed(Grip.file("a", List.of(), 0));
              return java.util.Arrays.copyOf(whole, whole.length - 3);
            }),
        attack(
            "stream-of-no-items",
            "add an archive whose list of files is a list of numbers",
            WHOLE,
            _ -> packed(new Value.Int(1), new Value.Int(2))),
        attack(
            "stream-with-unknown-fields",
            "add a file with a field that no borg knows",
            "an item has known fields of the right kind",
            _ -> packed(with(Grip.file("a", List.of(), 0), "surprise", new Value.Int(1)))),
        attack(
            "stream-with-deep-nesting",
            "add a file whose fields are nested a hundred deep",
            WHOLE,
            _ -> {
              Value deep = new Value.Int(1);
              for (int i = 0; i < 100; i++) {
                deep = Value.Seq.of(deep);
              }
              return packed(with(Grip.file("a", List.of(), 0), "xattrs", deep));
            }),
        new Attack(
            "stream-chunk-missing",
            "add an archive whose list of files nobody stored",
            CHUNKS,
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var nowhere = grip.forge().idOf("never stored".getBytes(StandardCharsets.UTF_8));
              var id =
                  grip.storeArchive(Grip.archive(scene.archive(), scene.now(), List.of(nowhere)));
              grip.commit(grip.manifestOf(grip.plus(scene.archive(), id, Grip.time(scene.now()))));
            }),
        new Attack(
            "stream-that-comes-again",
            "add an archive whose list of files names one piece again and again, so long that every later prune spends hours on it",
            "the list of files of one archive has a length that can be read in minutes",
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var note =
                  Value.Map.builder().put("user.note", Raw.of(new byte[PIECE_BYTES])).build();
              var piece = grip.store(packed(with(Grip.file("a", List.of(), 0), "xattrs", note)));
              var stream = Collections.nCopies(PIECES, piece);
              var id = grip.storeArchive(Grip.archive(scene.archive(), scene.now(), stream));
              grip.commit(grip.manifestOf(grip.plus(scene.archive(), id, Grip.time(scene.now()))));
            }));
  }

  private static List<Attack> chunks() {
    return List.of(
        attack(
            "chunks-that-do-not-exist",
            "add a file whose content nobody stored",
            CHUNKS,
            grip -> {
              ObjectId nowhere = grip.forge().idOf(new byte[] {1, 2, 3, 4});
              return packed(Grip.file("a", List.of(Grip.chunk(nowhere, 4)), 4));
            }),
        attack(
            "chunk-of-a-false-size",
            "add a file that says another size of its content than it has",
            CHUNKS,
            grip -> {
              var id = grip.store(new byte[100]);
              return packed(Grip.file("a", List.of(Grip.chunk(id, 1 << 20)), 1 << 20));
            }),
        attack(
            "old-chunk-of-a-false-size",
            "add a file that says another size of an old archive's content than it has",
            CHUNKS,
            grip -> {
              var id = grip.onlyInOldest();
              return packed(Grip.file("a", List.of(Grip.chunk(id, 77)), 77));
            }),
        attack(
            "file-of-a-false-size",
            "add a file that says another size than that of all its chunks",
            CHUNKS,
            grip -> {
              var id = grip.store(new byte[100]);
              return packed(Grip.file("a", List.of(Grip.chunk(id, 100)), 1L << 50));
            }),
        attack(
            "negative-size",
            "add a file whose chunk has less than no bytes",
            CHUNKS,
            grip -> {
              var id = grip.store(new byte[100]);
              return packed(Grip.file("a", List.of(Grip.chunk(id, -1)), -1));
            }));
  }

  private static List<Attack> paths() {
    return List.of(
        attack(
            "absolute-path",
            "add a file with an absolute path, for whoever restores it",
            PATHS,
            _ -> packed(Grip.file("/etc/cron.d/evil", List.of(), 0))),
        attack(
            "path-that-leads-upwards",
            "add a file whose path leaves the directory that it is restored into",
            PATHS,
            _ -> packed(Grip.file("a/../../../etc/cron.d/evil", List.of(), 0))),
        attack(
            "path-with-a-zero-byte",
            "add a file whose path ends early for programs in C",
            PATHS,
            _ -> packed(Grip.file("a\0b", List.of(), 0))));
  }

  /// Honest trees look like this, too, where a source lies behind a link; so it is no refusal.
  static List<Attack> traps() {
    return List.of(
        new Attack(
            "path-below-a-link",
            "add a symbolic link and a file below it, which older borgs restore through the link",
            "no path of what is extracted leads through a symbolic link of the same archive",
            true,
            (borg, scene) ->
                borg.grip()
                    .commitArchive(
                        scene.archive(),
                        scene.now(),
                        packed(link("out", "/nowhere"), Grip.file("out/evil", List.of(), 0)))));
  }
}
