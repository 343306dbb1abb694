package dev.holdfast.lab.attacks;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Bytes that are no frames, or too many, too few, too slow.
final class Frames {
  private static final String STRICT = "what is no frame of the protocol ends the session";
  private static final String DEADLINE = "a silent session is cut after its idle deadline";
  private static final int FLOOD = 100_000;

  private Frames() {}

  static List<Attack> all() {
    var all = new ArrayList<Attack>();
    all.addAll(shapes());
    all.addAll(orders());
    all.addAll(waits());
    return all;
  }

  private static Attack bytes(String name, String tries, byte[] bytes) {
    return new Attack(
        name,
        tries,
        STRICT,
        (borg, scene) -> {
          borg.begin();
          borg.say(bytes);
          borg.outlasts(scene.patience());
        });
  }

  private static List<Attack> shapes() {
    var noise = new byte[100_000];
    new SplittableRandom(3).nextBytes(noise);
    return List.of(
        bytes("noise", "send random bytes instead of frames", noise),
        bytes(
            "a-length-without-an-end",
            "announce four gigabytes and send ten bytes",
            new byte[] {
              (byte) 0x83, (byte) 0xa1, 'i', 3, (byte) 0xa1, 'm', (byte) 0xdb, -1, -1, -1, -1, 1, 2
            }),
        bytes("a-bomb-of-arrays", "send arrays inside arrays without an end", filled(0x91, 50_000)),
        bytes(
            "an-old-request",
            "send a call in the form of borg 1.0",
            new byte[] {
              (byte) 0x94, 1, 3, (byte) 0xa7, 'd', 'e', 's', 't', 'r', 'o', 'y', (byte) 0x90
            }),
        new Attack(
            "an-id-of-another-length",
            "store an object under an id of 31 bytes",
            "an argument has the type and length that borg gives it",
            (borg, _) -> {
              var grip = borg.grip().ready();
              borg.call(
                  "put",
                  Value.Map.builder()
                      .put("id", Raw.of(new byte[31]))
                      .put("data", Raw.of(grip.forge().seal(new byte[1])))
                      .build());
              grip.commit(grip.manifestOf(grip.entries()));
            }));
  }

  private static byte[] filled(int with, int length) {
    var bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) with);
    return bytes;
  }

  private static List<Attack> orders() {
    return List.of(
        new Attack(
            "answer-twice",
            "send two calls under the same number",
            "calls are numbered one by one",
            (borg, _) -> {
              borg.begin();
              borg.sendAs(3, "get", HostileBorg.id(ObjectId.MANIFEST));
              borg.sendAs(3, "get", HostileBorg.id(ObjectId.MANIFEST));
              borg.answer();
              borg.answer();
            }),
        new Attack(
            "write-before-opening",
            "store something before the repository is open",
            "a session begins with the negotiation and one open",
            (borg, _) -> {
              borg.negotiate();
              borg.put(ObjectId.MANIFEST, new byte[] {3, 4, 5});
              borg.commit();
            }),
        new Attack(
            "flood",
            "ask without an end and never take an answer",
            "the number of calls without an answer and every silence are bounded",
            (borg, scene) -> {
              borg.begin();
              if (!borg.floods("__len__", FLOOD, scene.patience())) {
                scene.gained("the lock is held for as long as it likes");
              }
            }));
  }

  private static Attack waiting(String name, String tries, Before before) {
    return waiting(name, tries, DEADLINE, before);
  }

  private static Attack waiting(String name, String tries, String rule, Before before) {
    return new Attack(
        name,
        tries,
        rule,
        (borg, scene) -> {
          before.happens(borg, scene);
          if (!borg.outlasts(scene.patience())) {
            scene.gained("the lock is held for as long as it likes");
          }
        });
  }

  /// What comes before the silence.
  private interface Before {
    void happens(HostileBorg borg, Scene scene) throws Exception;
  }

  private static List<Attack> waits() {
    return List.of(
        waiting(
            "silence",
            "open the repository and say nothing, so that nobody else can use it",
            (borg, _) -> borg.begin()),
        waiting(
            "silence-in-the-middle",
            "stop in the middle of an object",
            (borg, _) -> {
              var grip = borg.grip().ready();
              var frame =
                  borg.frame(
                      "put",
                      HostileBorg.putting(ObjectId.MANIFEST, grip.forge().seal(new byte[1000])));
              borg.say(java.util.Arrays.copyOf(frame, 500));
            }),
        waiting(
            "slow-drip",
            "send one byte a second of a call that never ends",
            "no session lasts longer than the deadline of its run",
            (borg, scene) -> {
              borg.begin();
              var frame = borg.frame("get", HostileBorg.id(ObjectId.MANIFEST));
              for (int i = 0; i < Math.min(frame.length - 1, scene.patience().toSeconds()); i++) {
                borg.say(new byte[] {frame[i]});
                if (borg.outlasts(Duration.ofSeconds(1))) {
                  return;
                }
              }
            }));
  }
}
