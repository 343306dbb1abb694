package dev.holdfast.lab.attacks;

import static dev.holdfast.lab.attacks.Edits.map;
import static dev.holdfast.lab.attacks.Edits.with;
import static dev.holdfast.lab.attacks.Edits.without;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.ArrayList;
import java.util.List;

/// Changing the list of all archives.
final class Manifests {
  private static final String SAME =
      "a new manifest is the old one plus at most the archive of this run";
  private static final String PROVEN = "a manifest must carry borg's own proof, made with the key";

  private Manifests() {}

  /// What to commit in the old manifest's place.
  private interface Change {
    Value.Map of(Grip grip, Scene scene) throws Exception;
  }

  private static Attack.Strike commit(Change change) {
    return (borg, scene) -> {
      var grip = borg.grip().ready();
      grip.commit(change.of(grip, scene));
    };
  }

  private static Attack.Strike put(ObjectOf object) {
    return (borg, _) -> {
      var grip = borg.grip().ready();
      borg.put(ObjectId.MANIFEST, object.of(grip));
      borg.commit();
    };
  }

  /// What to store as the manifest.
  private interface ObjectOf {
    byte[] of(Grip grip) throws Exception;
  }

  static List<Attack> all() {
    var all = new ArrayList<Attack>();
    all.addAll(entries());
    all.addAll(forms());
    all.addAll(settings());
    return all;
  }

  private static List<Attack> entries() {
    return List.of(
        new Attack(
            "drop-an-archive",
            "commit a manifest that lacks the oldest archive",
            SAME,
            commit((grip, _) -> grip.manifestOf(without(grip.entries(), grip.oldest().name())))),
        new Attack(
            "drop-all-archives",
            "commit an empty manifest",
            SAME,
            commit((grip, _) -> grip.manifestOf(HostileBorg.NOTHING))),
        new Attack(
            "rename-an-archive",
            "give an old archive another name, so that retention and people miss it",
            SAME,
            commit((grip, _) -> {
              var old = grip.oldest();
              var entry = grip.entries().get(old.name()).orElseThrow();
              return grip.manifestOf(with(without(grip.entries(), old.name()), "junk", entry));
            })),
        new Attack(
            "point-an-archive-elsewhere",
            "let the name of an old archive point to an empty archive",
            SAME,
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var old = grip.oldest();
              var empty =
                  grip.storeArchive(
                      Grip.archive(old.name(), scene.now(), List.of(grip.store(new byte[0]))));
              grip.commit(
                  grip.manifestOf(with(grip.entries(), old.name(), Grip.entry(empty, old.time()))));
            }),
        new Attack(
            "swap-two-archives",
            "exchange what two old archives point to",
            SAME,
            commit((grip, _) -> {
              var first = grip.archives().getFirst();
              var last = grip.archives().getLast();
              var swapped = with(grip.entries(), first.name(), Grip.entry(last.id(), first.time()));
              return grip.manifestOf(
                  with(swapped, last.name(), Grip.entry(first.id(), last.time())));
            })),
        new Attack(
            "move-an-archive-in-time",
            "give an old archive the day of another one, so that retention drops it",
            SAME,
            commit((grip, _) -> {
              var old = grip.oldest();
              var newest = grip.archives().getLast();
              var day = newest.time().substring(0, "2026-01-01".length());
              return grip.manifestOf(
                  with(grip.entries(), old.name(), Grip.entry(old.id(), day + "T00:00:01.000000")));
            })),
        new Attack(
            "put-yesterday-back",
            "commit the archives as they were before the last backup",
            SAME,
            commit((grip, _) ->
                grip.manifestOf(without(grip.entries(), grip.archives().getLast().name())))));
  }

  private static List<Attack> forms() {
    return List.of(
        new Attack(
            "manifest-garbage",
            "store random bytes as the manifest",
            PROVEN,
            put(_ -> new byte[] {3, 1, 2, 3, 4, 5, 6, 7, 8})),
        new Attack(
            "manifest-in-plain-text",
            "store the manifest without encryption, so that clients believe in the mode `none`",
            "every object must be of the repository's own mode",
            put(grip -> {
              var plain = MessagePackWriter.toBytes(grip.manifestOf(HostileBorg.NOTHING));
              return Forge.joined(new byte[] {2, 0, 0}, plain);
            })),
        new Attack(
            "manifest-without-proof",
            "store a manifest that lacks borg's proof",
            PROVEN,
            put(grip ->
                grip.forge()
                    .seal(
                        MessagePackWriter.toBytes(
                            without(grip.manifestOf(grip.entries()), "tam"))))),
        new Attack(
            "manifest-with-an-archives-proof",
            "store a manifest with a proof that was made for an archive",
            PROVEN,
            put(grip ->
                grip.forge()
                    .seal(
                        grip.forge()
                            .proven(MetadataKind.ARCHIVE, grip.manifestOf(grip.entries()))))),
        new Attack(
            "manifest-that-swells",
            "store a manifest that decompresses to 100 MiB",
            "decompression is bounded",
            put(grip -> grip.forge().sealCompressed(Swelling.zlib(100 << 20)))),
        new Attack(
            "manifest-that-is-no-structure",
            "store an authentic object as the manifest that is not one",
            PROVEN,
            put(grip -> grip.forge().seal(new byte[] {(byte) 0xc0}))));
  }

  private static List<Attack> settings() {
    return List.of(
        new Attack(
            "manifest-from-the-future",
            "commit a manifest with a time in the year 9999, after which none is newer",
            "a manifest's time lies within the session",
            commit((grip, _) ->
                with(
                    grip.manifestOf(grip.entries()),
                    "timestamp",
                    Raw.of("9999-12-31T23:59:59.999999")))),
        new Attack(
            "manifest-from-the-past",
            "commit a manifest that is older than the last one",
            "a manifest is newer than the one before it",
            commit((grip, _) ->
                with(
                    grip.manifestOf(grip.entries()),
                    "timestamp",
                    Raw.of("2001-01-01T00:00:00.000000")))),
        new Attack(
            "mandatory-feature-flag",
            "demand a feature that no borg has, so that nobody can read or write any more",
            "a manifest's settings stay as they are",
            commit((grip, _) -> {
              var unknown =
                  Value.Map.builder().put("mandatory", Value.texts(List.of("no-such"))).build();
              var flags =
                  Value.Map.builder()
                      .put("read", unknown)
                      .put("write", unknown)
                      .put("check", unknown)
                      .build();
              var manifest = grip.manifestOf(grip.entries());
              return with(
                  manifest, "config", with(map(manifest, "config"), "feature_flags", flags));
            })),
        new Attack(
            "proof-no-longer-required",
            "commit settings that no longer demand a proof of manifests",
            "a manifest's settings stay as they are",
            commit(
                (grip, _) -> with(grip.manifestOf(grip.entries()), "config", HostileBorg.NOTHING))),
        new Attack(
            "manifest-bomb",
            "commit a manifest with more names of item fields than borg 1.2 can read",
            "the names of item fields are known ones",
            commit((grip, _) -> {
              var keys = new ArrayList<String>();
              for (int i = 0; i < 150; i++) {
                keys.add("key" + i);
              }
              return with(grip.manifestOf(grip.entries()), "item_keys", Value.texts(keys));
            })),
        new Attack(
            "manifest-of-another-version",
            "commit a manifest of a version that no borg 1.x reads",
            "a manifest has the version and fields of borg 1.x",
            commit(
                (grip, _) -> with(grip.manifestOf(grip.entries()), "version", new Value.Int(2)))));
  }
}
