package dev.holdfast.app;

import dev.holdfast.fleet.run.Outcome;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of the recovery kit in JSON.
///
/// @param made when its facts were gathered, as `2026-11-20T02:00:00Z`
/// @param error why there is none
record KitJson(
    String target,
    String made,
    @Nullable String fingerprint,
    @Nullable String html,
    @Nullable String pdf,
    List<String> warnings,
    @Nullable Trouble error) {
  /// A failure.
  record Trouble(String code, String sentence, String next) {
    static Trouble of(Outcome.Failed failed) {
      return new Trouble(failed.code().id(), failed.sentence(), failed.nextStep());
    }
  }

  static KitJson of(RecoveryKits.Kit kit) {
    return new KitJson(
        kit.target(),
        kit.made().truncatedTo(ChronoUnit.MILLIS).toString(),
        kit.fingerprint().orElse(null),
        kit.html().map(Object::toString).orElse(null),
        kit.pdf().map(Object::toString).orElse(null),
        kit.warnings(),
        kit.failure().map(Trouble::of).orElse(null));
  }
}
