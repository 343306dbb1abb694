package dev.holdfast.lab.attacks;

import static dev.holdfast.lab.attacks.Edits.with;
import static dev.holdfast.lab.attacks.Edits.without;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.List;

/// Structures that look like borg's, of the right name and time, and that no borg can read.
final class Unreadable {
  private static final String READABLE = "every structure is one that all borgs can read";
  private static final int LONG_TEXT_BYTES = 300;

  private Unreadable() {}

  static List<Attack> all() {
    return List.of(
        new Attack(
            "manifest-beyond-borgs-limits",
            "hide a text beside the proof of a manifest that is longer than borg 1.2 can read"
                + " there",
            READABLE,
            (borg, _) -> {
              var grip = borg.grip().ready();
              var more = Raw.of(new byte[LONG_TEXT_BYTES]);
              var manifest = grip.manifestOf(grip.entries());
              borg.put(
                  ObjectId.MANIFEST,
                  grip.forge()
                      .seal(grip.forge().proven(MetadataKind.MANIFEST, manifest, "more", more)));
              borg.commit();
            }),
        new Attack(
            "item-with-nil-for-chunks",
            "add a file whose chunks are nil, at which every borg ends that builds its cache",
            READABLE,
            (borg, scene) ->
                borg.grip()
                    .commitArchive(
                        scene.archive(),
                        scene.now(),
                        MessagePackWriter.toBytes(
                            with(Grip.file("a", List.of(), 0), "chunks", new Value.Nil())))),
        new Attack(
            "metadata-that-breaks-statistics",
            "add an archive that says how many files it has but not how large they are, at which"
                + " every `--stats` ends",
            READABLE,
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var now = scene.now();
              var stream = grip.store(MessagePackWriter.toBytes(Grip.file("a", List.of(), 0)));
              var metadata = without(Grip.archive(scene.archive(), now, List.of(stream)), "size");
              var id = grip.storeArchive(metadata);
              grip.commit(grip.manifestOf(grip.plus(scene.archive(), id, Grip.time(now))));
            }));
  }
}
