package dev.holdfast.kit;

import dev.holdfast.secrets.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Pages for tests.
final class Pages {
  static final List<String> PAPER =
      List.of(
          "id: 2 / 3a8b03 bf9000 b785f8 / 80536a af08ea - b2",
          " 1: 86a961 6c676f 726974 686da6 736861 323536 - 14",
          " 2: a46461 7461da - 79");

  /// As long as a real one.
  static final String EXPORTED =
      "BORG_KEY " + "3a8b".repeat(16) + "\n" + "hqlhbGdvcml0aG2mc2hh\n".repeat(30);

  private Pages() {}

  static KitPage of(String path, boolean liesInRepository, Optional<Secret> passphrase) {
    var login =
        new KitPage.Login(
            "borg",
            "fe80::1",
            2222,
            List.of("ann@bastion.example.org:22"),
            List.of("ssh-ed25519 SHA256:abc"));
    return new KitPage(
        "web1",
        Instant.parse("2026-11-20T21:00:00Z"),
        new KitPage.Place("vault1", Optional.of(login), path, "/opt/borg", Optional.of("1.2.4")),
        liesInRepository ? "repokey" : "keyfile",
        Optional.of("3a8b".repeat(16)),
        Optional.of(new KitPage.LockedKey(PAPER, EXPORTED, "f00d".repeat(16), liesInRepository)),
        passphrase);
  }
}
