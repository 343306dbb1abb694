package dev.holdfast.lab.attacks;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.ArrayList;
import java.util.List;

/// Making old objects disappear.
final class Deletions {
  private static final String RULE =
      "only the metadata of a checkpoint that this session committed may be deleted";

  private Deletions() {}

  static List<Attack> all() {
    var all = new ArrayList<>(open());
    all.addAll(disguised());
    return all;
  }

  private static List<Attack> open() {
    return List.of(
        new Attack(
            "delete-everything",
            "delete every object of every archive and commit an empty manifest",
            RULE,
            (borg, _) -> {
              var grip = borg.grip();
              for (var id : grip.everything()) {
                borg.delete(id);
              }
              grip.commit(grip.manifestOf(HostileBorg.NOTHING));
            }),
        new Attack(
            "delete-one-archive",
            "delete the oldest archive as `borg delete` does",
            RULE,
            (borg, _) -> {
              var grip = borg.grip();
              var oldest = grip.oldest();
              var streams = grip.streams(oldest);
              borg.delete(oldest.id());
              for (var id : streams) {
                borg.delete(id);
              }
              grip.commit(grip.manifestOf(Edits.without(grip.entries(), oldest.name())));
            }),
        new Attack(
            "delete-one-chunk",
            "delete the content of one old file and commit the manifest as it was",
            RULE,
            (borg, _) -> {
              var grip = borg.grip();
              borg.delete(grip.onlyInOldest());
              grip.commit(grip.manifestOf(grip.entries()));
            }),
        new Attack(
            "delete-the-manifest",
            "delete the list of all archives",
            RULE,
            (borg, _) -> {
              borg.begin();
              borg.delete(ObjectId.MANIFEST);
              borg.commit();
            }));
  }

  private static List<Attack> disguised() {
    return List.of(
        new Attack(
            "store-again-then-delete",
            "store an old object again with its right content, then delete it as one's own",
            RULE,
            (borg, _) -> {
              var grip = borg.grip();
              var id = grip.storeAgain(grip.streams(grip.oldest()).getFirst());
              borg.delete(id);
              grip.commit(grip.manifestOf(grip.entries()));
            }),
        new Attack(
            "delete-an-old-archive-as-a-checkpoint",
            "store an old archive's metadata again, commit, and delete it as borg deletes a"
                + " checkpoint",
            "what is deleted must be the checkpoint that this session put into the manifest",
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var victim = grip.oldest();
              var name = scene.archive() + ".checkpoint";
              var metadata = Grip.archive(name, scene.now(), List.of(grip.store(new byte[0])));
              var checkpoint = grip.storeArchive(metadata);
              grip.storeAgain(victim.id());
              grip.commit(
                  grip.manifestOf(grip.plus(name, checkpoint, Edits.text(metadata, "time"))));
              scene.addedHonestly(name);
              borg.delete(victim.id());
              grip.commit(grip.manifestOf(grip.entries()));
            }),
        new Attack(
            "name-an-old-chunk-as-a-checkpoint",
            "commit a checkpoint whose metadata is an old archive's list of files, then delete it",
            "an archive of a new manifest must be metadata that this session stored",
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var victim = grip.storeAgain(grip.streams(grip.oldest()).getFirst());
              var name = scene.archive() + ".checkpoint";
              grip.commit(grip.manifestOf(grip.plus(name, victim, Grip.time(scene.now()))));
              borg.delete(victim);
              grip.commit(grip.manifestOf(grip.entries()));
            }),
        new Attack(
            "delete-what-another-session-committed",
            "delete the metadata of an old archive right after the session began",
            RULE,
            (borg, _) -> {
              var grip = borg.grip();
              borg.call(
                  "delete",
                  Value.Map.builder()
                      .put("id", Raw.of(grip.oldest().id().bytes()))
                      .put("wait", false)
                      .build());
              grip.commit(grip.manifestOf(grip.entries()));
            }));
  }
}
