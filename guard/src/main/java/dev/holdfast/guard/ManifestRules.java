package dev.holdfast.guard;

import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares a new manifest with the one at the start of the session.
final class ManifestRules {
  /// By how much Borg goes beyond a last manifest that lies in the future already; it needs 1 µs.
  private static final Duration STEP_MAX = Duration.ofSeconds(1);

  /// What Borg 1.x adds to the list by itself.
  private static final Set<String> ITEM_KEYS =
      Set.of(
          "path",
          "source",
          "rdev",
          "chunks",
          "chunks_healthy",
          "hardlink_master",
          "mode",
          "user",
          "group",
          "uid",
          "gid",
          "mtime",
          "atime",
          "ctime",
          "birthtime",
          "size",
          "xattrs",
          "bsdflags",
          "acl_nfs4",
          "acl_access",
          "acl_default",
          "acl_extended",
          "part");

  private ManifestRules() {}

  /// What holds for every manifest that any session stores.
  ///
  /// @param latest the manifest that it follows
  /// @param now the latest time that may be claimed
  static Optional<String> against(Manifest changed, Manifest latest, Instant now) {
    if (!changed.exact()) {
      return Optional.of("the new manifest has fields that Borg does not write");
    }
    if (!changed.config().equals(latest.config())) {
      return Optional.of("the new manifest has other settings");
    }
    if (!changed.itemKeys().stream()
        .allMatch(key -> ITEM_KEYS.contains(key) || latest.itemKeys().contains(key))) {
      return Optional.of("the new manifest lists unknown fields of items");
    }
    Instant step = latest.timestamp().plus(STEP_MAX);
    Instant until = now.isAfter(step) ? now : step;
    if (!changed.timestamp().isAfter(latest.timestamp()) || changed.timestamp().isAfter(until)) {
      return Optional.of(
          "the new manifest's time %s is not between %s and %s; compare the clocks"
              .formatted(changed.timestamp(), latest.timestamp(), until));
    }
    return Optional.empty();
  }

  /// The entries of one manifest that are not in another, or not the same there.
  static List<ManifestEntry> missing(Manifest of, Manifest in) {
    Map<ArchiveName, ManifestEntry> there = HashMap.newHashMap(in.archives().size());
    in.archives().forEach(entry -> there.put(entry.name(), entry));
    return of.archives().stream().filter(entry -> !entry.equals(there.get(entry.name()))).toList();
  }

  /// Whether Borg gives this name to a session that is to make an archive of that name.
  static boolean isNameOrCheckpoint(ArchiveName name, ArchiveName wanted) {
    String rest =
        name.value().startsWith(wanted.value())
            ? name.value().substring(wanted.value().length())
            : "/";
    return rest.isEmpty() || rest.matches("\\.checkpoint(\\.[0-9]{1,9})?");
  }
}
