package dev.holdfast.lab.attacks;

import java.util.List;

/// Reading what a backup need not read.
final class Readings {
  private static final String RULE =
      "a session reads the manifest, archives' metadata and lists, and what it stored itself";

  private Readings() {}

  static List<Attack> all() {
    return List.of(
        new Attack(
            "read-old-files",
            "read the contents of files that were deleted on the target long ago",
            RULE,
            (borg, scene) -> {
              var grip = borg.grip();
              for (var archive : grip.archives()) {
                for (var id : grip.contents(archive)) {
                  grip.forge().open(borg.get(id));
                }
              }
              scene.gained("all old file contents are read");
            }),
        new Attack(
            "read-old-files-by-naming-them",
            "store an archive that names old contents, and read those as one's own",
            RULE,
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var old = grip.onlyInOldest();
              grip.storeArchive(Grip.archive(scene.archive(), scene.now(), List.of(old)));
              grip.forge().open(borg.get(old));
              scene.gained("old file contents are read");
            }));
  }
}
