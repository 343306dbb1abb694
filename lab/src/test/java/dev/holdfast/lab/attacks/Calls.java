package dev.holdfast.lab.attacks;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Calls that a backup never makes.
final class Calls {
  private static final String UNKNOWN = "a backup session knows only the calls of a backup";
  private static final String OWN_OPEN =
      "the guard opens the repository itself, once; what the client says of it is not used";

  private Calls() {}

  private static Attack call(String name, String tries, String method, Value.Map arguments) {
    return new Attack(
        name,
        tries,
        UNKNOWN,
        (borg, _) -> {
          borg.begin();
          borg.call(method, arguments);
        });
  }

  static List<Attack> all() {
    var all = new java.util.ArrayList<Attack>();
    all.addAll(keys());
    all.addAll(whole());
    all.addAll(opens());
    return all;
  }

  private static List<Attack> keys() {
    return List.of(
        call(
            "replace-the-key-by-garbage",
            "overwrite the repository's key",
            "save_key",
            Value.Map.builder().put("keydata", "garbage").build()),
        new Attack(
            "lock-the-key-with-another-passphrase",
            "store the repository's key under a passphrase that only the attacker knows",
            UNKNOWN,
            (borg, _) -> {
              borg.grip();
              var blob = (Raw) borg.call("load_key", HostileBorg.NOTHING);
              var other = new String(blob.toByteArray(), StandardCharsets.US_ASCII);
              var changed = Value.Map.builder().put("keydata", other.replace('a', 'b')).build();
              borg.call("save_key", changed);
            }));
  }

  private static List<Attack> whole() {
    return List.of(
        call("destroy", "remove the whole repository", "destroy", HostileBorg.NOTHING),
        call("break-lock", "break the locks of everybody", "break_lock", HostileBorg.NOTHING),
        call(
            "repair",
            "let the host repair what is not broken",
            "check",
            Value.Map.builder().put("repair", true).put("save_space", false).build()),
        new Attack(
            "list-all-objects",
            "ask for the ids of all objects",
            UNKNOWN,
            (borg, scene) -> {
              borg.begin();
              borg.call("list", Value.Map.builder().put("limit", 1000).build());
              scene.gained("the ids of all objects are read");
            }),
        call(
            "call-what-does-not-exist",
            "call a method that no host has",
            "os.system",
            HostileBorg.NOTHING),
        call(
            "inject-an-exception",
            "let the host fail on purpose and read its error",
            "inject_exception",
            Value.Map.builder().put("kind", "divide").build()),
        new Attack(
            "commit-without-a-manifest",
            "commit objects without a manifest that names them",
            "a commit follows a manifest that was let through",
            (borg, _) -> {
              borg.grip().store(new byte[] {1, 2, 3});
              borg.commit();
            }),
        new Attack(
            "compact",
            "commit with compaction, to free what was deleted",
            "a new manifest adds one archive, and its commit is passed on without compaction",
            (borg, _) -> {
              var grip = borg.grip().ready();
              grip.storeManifest(grip.manifestOf(grip.entries()));
              borg.call("commit", HostileBorg.committing(true));
            }));
  }

  private static List<Attack> opens() {
    return List.of(
        new Attack(
            "open-twice",
            "open a second repository in the same session",
            OWN_OPEN,
            (borg, scene) -> {
              borg.begin();
              borg.open(HostileBorg.opening(scene.neighbour().toString()).build());
              borg.get(ObjectId.MANIFEST);
              scene.gained("a neighbour's manifest is read");
            }),
        new Attack(
            "open-another-path",
            "open the repository of a neighbour",
            OWN_OPEN,
            (borg, scene) -> {
              borg.negotiate();
              borg.open(HostileBorg.opening(scene.neighbour().toString()).build());
              var manifest = borg.get(ObjectId.MANIFEST);
              borg.put(ObjectId.MANIFEST, manifest);
              borg.commit();
            }),
        new Attack(
            "create-a-repository",
            "open with the wish to create a repository elsewhere",
            OWN_OPEN,
            (borg, scene) -> {
              borg.negotiate();
              borg.open(
                  Edits.with(
                      HostileBorg.opening(scene.neighbour() + "-new").build(),
                      "create",
                      new Value.Bool(true)));
              borg.call("destroy", HostileBorg.NOTHING);
            }),
        new Attack(
            "open-without-append-only",
            "open with the wish not to be append-only, then compact",
            OWN_OPEN,
            (borg, scene) -> {
              borg.negotiate();
              borg.open(HostileBorg.opening(borg.path()).build());
              borg.call("destroy", HostileBorg.NOTHING);
            }),
        new Attack(
            "open-without-a-lock",
            "write without a lock while somebody else holds it",
            OWN_OPEN,
            (borg, scene) -> {
              borg.negotiate();
              borg.open(
                  Edits.with(
                      HostileBorg.opening(borg.path()).build(), "lock", new Value.Bool(false)));
              try (var other = new HostileBorg(scene.another(), borg.path(), borg.loot())) {
                other.negotiate();
                other.open(
                    Edits.with(
                        HostileBorg.opening(borg.path()).build(), "lock", new Value.Bool(false)));
                scene.gained("two sessions write at the same time");
              }
              borg.call("break_lock", HostileBorg.NOTHING);
            }));
  }
}
