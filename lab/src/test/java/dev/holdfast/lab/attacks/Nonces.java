package dev.holdfast.lab.attacks;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.key.MetadataKind;
import dev.holdfast.wire.Value;
import java.util.List;

/// Using up or using twice the numbers by which everything is encrypted.
final class Nonces {
  static final String OWN = "every object uses nonces that this session reserved";
  private static final String STEP = "one reservation takes a bounded step, far from the end";

  private Nonces() {}

  static List<Attack> all() {
    return List.of(
        new Attack(
            "reserve-all-nonces",
            "reserve nearly all nonces that exist, after which nobody can write any more",
            STEP,
            (borg, _) -> {
              borg.begin();
              var free = borg.call("get_free_nonce", HostileBorg.NOTHING);
              borg.reserveTheLast(free);
            }),
        new Attack(
            "reserve-in-many-steps",
            "reserve nonces in ten thousand steps",
            "a session reserves a bounded number of nonces",
            (borg, _) -> {
              borg.begin();
              for (int i = 0; i < 10_000; i++) {
                var free = borg.call("get_free_nonce", HostileBorg.NOTHING);
                borg.reserve(free, ((Value.Int) free).value() + (1L << 39));
              }
            }),
        new Attack(
            "reserve-backwards",
            "reserve nonces below those that were used before",
            STEP,
            (borg, _) -> {
              borg.begin();
              var free = borg.call("get_free_nonce", HostileBorg.NOTHING);
              borg.reserve(free, 1);
            }),
        new Attack(
            "manifest-with-the-last-nonce",
            "commit a manifest encrypted with one of the last nonces, from which every client"
                + " counts on",
            OWN,
            (borg, _) -> {
              var grip = borg.grip().ready();
              var plain =
                  grip.forge().proven(MetadataKind.MANIFEST, grip.manifestOf(grip.entries()));
              var compressed = Forge.joined(new byte[] {0, 0}, plain);
              borg.put(ObjectId.MANIFEST, grip.forge().sealAt(-1000, compressed));
              borg.commit();
            }),
        new Attack(
            "use-nonces-again",
            "encrypt with nonces that an earlier session has used, so that the host can compare",
            OWN,
            (borg, _) -> {
              var grip = borg.grip().ready();
              var plain = new byte[] {5, 6, 7};
              borg.put(
                  grip.forge().idOf(plain),
                  grip.forge().sealAt(0, Forge.joined(new byte[] {0, 0}, plain)));
              grip.commit(grip.manifestOf(grip.entries()));
            }),
        new Attack(
            "write-without-a-reservation",
            "store objects without having reserved nonces",
            OWN,
            (borg, _) -> {
              var grip = borg.grip();
              var plain = new byte[] {5, 6, 7};
              borg.put(
                  grip.forge().idOf(plain),
                  grip.forge().sealAt(1L << 40, Forge.joined(new byte[] {0, 0}, plain)));
              grip.ready().commit(grip.manifestOf(grip.entries()));
            }));
  }
}
