package dev.holdfast.lab.attacks;

import static dev.holdfast.lab.attacks.Edits.with;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Adding archives that are not what this run was started for.
final class Archives {
  private static final String ONE =
      "one session adds one archive, under the name that the controller chose";
  private static final String WINDOW = "an archive's time lies within the session";

  private Archives() {}

  static List<Attack> all() {
    var all = new ArrayList<Attack>();
    all.addAll(times());
    all.addAll(names());
    all.addAll(metadata());
    all.addAll(entries());
    return all;
  }

  private static Instant lastSecondOf(LocalDate day) {
    return day.atTime(LocalTime.of(23, 59, 59)).toInstant(ZoneOffset.UTC);
  }

  private static void fill(Grip grip, List<Instant> times, String prefix) throws Exception {
    var empty = grip.store(new byte[0]);
    var entries = grip.entries();
    for (var time : times) {
      var name = prefix + "-" + time.getEpochSecond();
      var id = grip.storeArchive(Grip.archive(name, time, List.of(empty)));
      entries = with(entries, name, Grip.entry(id, Grip.time(time)));
    }
    grip.commit(grip.manifestOf(entries));
  }

  private static List<Attack> times() {
    return List.of(
        new Attack(
            "archives-of-the-future",
            "add empty archives of coming days, which retention keeps instead of the real ones",
            ONE,
            (borg, _) -> {
              var today = LocalDate.now(ZoneOffset.UTC);
              var times = new ArrayList<Instant>();
              for (int day = 1; day <= 4; day++) {
                times.add(lastSecondOf(today.plusDays(day)));
              }
              fill(borg.grip().ready(), times, "web1");
            }),
        new Attack(
            "archives-of-the-past",
            "add empty archives at the last second of past days, so that retention drops the real"
                + " ones",
            ONE,
            (borg, _) -> {
              var today = LocalDate.now(ZoneOffset.UTC);
              var times = new ArrayList<Instant>();
              for (int day = 1; day <= 2; day++) {
                times.add(lastSecondOf(today.minusDays(day)));
              }
              fill(borg.grip().ready(), times, "web1");
            }),
        new Attack(
            "one-archive-of-the-future",
            "add the expected archive with a time of next year",
            WINDOW,
            (borg, scene) ->
                borg.grip()
                    .commitArchive(
                        scene.archive(), scene.now().plus(Duration.ofDays(365)), new byte[0])),
        new Attack(
            "one-archive-of-the-past",
            "add the expected archive with a time of last year",
            WINDOW,
            (borg, scene) ->
                borg.grip()
                    .commitArchive(
                        scene.archive(), scene.now().minus(Duration.ofDays(365)), new byte[0])));
  }

  private static List<Attack> names() {
    return List.of(
        new Attack(
            "several-archives",
            "add ten archives in one session",
            ONE,
            (borg, scene) -> {
              var times = new ArrayList<Instant>();
              for (int i = 0; i < 10; i++) {
                times.add(scene.now().minusSeconds(i));
              }
              fill(borg.grip().ready(), times, "web1");
            }),
        named(
            "archive-of-another-name", "add an archive under a name of one's own choice", "web1-x"),
        named(
            "archive-of-a-neighbour",
            "add an archive under a name that belongs to another target",
            "web2-2026-01-01T00:00:00"),
        named(
            "archive-named-like-a-checkpoint",
            "add an archive that every prune drops, because its name ends like a checkpoint's",
            "web1.checkpoint"),
        named("archive-with-a-slash", "add an archive whose name is a path", "../../etc/passwd"),
        named(
            "archive-with-control-characters",
            "add an archive whose name moves a terminal's cursor",
            "web1\u001b[2J"),
        new Attack(
            "archive-after-archive",
            "commit the expected archive, then one more under another name",
            ONE,
            (borg, scene) -> {
              var grip = borg.grip().ready();
              grip.commitArchive(scene.archive(), scene.now(), new byte[0]);
              scene.addedHonestly(scene.archive());
              grip.commitArchive("web1-second", scene.now(), new byte[0]);
            }));
  }

  private static Attack named(String attack, String tries, String name) {
    return new Attack(
        attack,
        tries,
        ONE,
        (borg, scene) -> borg.grip().commitArchive(name, scene.now(), new byte[0]));
  }

  private static List<Attack> metadata() {
    var own =
        "an archive's metadata is stored by this session, proven, and agrees with the manifest";
    return List.of(
        new Attack(
            "archive-without-proof",
            "add an archive whose metadata lacks borg's proof",
            own,
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var metadata =
                  Grip.archive(scene.archive(), scene.now(), List.of(grip.store(new byte[0])));
              var id = grip.store(MessagePackWriter.toBytes(metadata));
              grip.commit(
                  grip.manifestOf(grip.plus(scene.archive(), id, Edits.text(metadata, "time"))));
            }),
        new Attack(
            "archive-of-two-names",
            "add an archive whose metadata has another name than its entry",
            own,
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var metadata =
                  Grip.archive("something-else", scene.now(), List.of(grip.store(new byte[0])));
              var id = grip.storeArchive(metadata);
              grip.commit(
                  grip.manifestOf(grip.plus(scene.archive(), id, Edits.text(metadata, "time"))));
            }),
        new Attack(
            "archive-of-two-times",
            "add an archive whose metadata has another time than its entry",
            own,
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var old = scene.now().minus(Duration.ofDays(300));
              var metadata = Grip.archive(scene.archive(), old, List.of(grip.store(new byte[0])));
              var id = grip.storeArchive(metadata);
              grip.commit(grip.manifestOf(grip.plus(scene.archive(), id, Grip.time(scene.now()))));
            }),
        new Attack(
            "old-archive-under-a-new-name",
            "let the new archive's entry point to an old archive",
            own,
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var old = grip.archives().getLast();
              grip.commit(grip.manifestOf(grip.plus(scene.archive(), old.id(), old.time())));
            }),
        new Attack(
            "archive-that-does-not-exist",
            "add an entry that points to an object that nobody stored",
            own,
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var nowhere = grip.forge().idOf(new byte[] {42});
              grip.commit(
                  grip.manifestOf(grip.plus(scene.archive(), nowhere, Grip.time(scene.now()))));
            }));
  }

  private static List<Attack> entries() {
    return List.of(
        new Attack(
            "entry-with-extra-fields",
            "add an entry with fields that borg does not know",
            "an entry has an id and a time, nothing else",
            (borg, scene) -> {
              var grip = borg.grip().ready();
              var metadata =
                  Grip.archive(scene.archive(), scene.now(), List.of(grip.store(new byte[0])));
              ObjectId id = grip.storeArchive(metadata);
              var entry =
                  with(Grip.entry(id, Edits.text(metadata, "time")), "more", Raw.of("of it"));
              grip.commit(grip.manifestOf(with(grip.entries(), scene.archive(), (Value) entry)));
            }));
  }
}
