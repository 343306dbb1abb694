package dev.holdfast.lab;

import dev.holdfast.testkit.RealBorg;
import java.util.HashMap;

/// A person on the repository host who has borg and a passphrase, but no Holdfast.
record Somebody(Stage stage, String target) {
  private static final RealBorg BORG = RealBorg.system();

  /// Runs borg on the repository with its own passphrase, which must succeed without a warning.
  void borg(String... words) {
    var outcome = borgWith(stage.secret(target + "/passphrase"), words);
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException("borg ended with " + outcome);
    }
  }

  /// Runs borg on the repository with any passphrase, whatever comes of it.
  RealBorg.Outcome borgWith(String passphrase, String... words) {
    var home = stage.lab().directory().resolve("somebody");
    var environment = new HashMap<>(RealBorg.environment(home, passphrase));
    environment.put("BORG_REPO", stage.repository(target).toString());
    return BORG.run(environment, words);
  }
}
