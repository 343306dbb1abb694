package dev.holdfast.fleet.run;

import java.time.Duration;
import java.util.List;

/// How thoroughly a repository is checked.
public sealed interface CheckDepth {
  /// The repository's own files, then all archives.
  record Everything() implements CheckDepth {}

  /// The repository's own files only.
  record RepositoryOnly() implements CheckDepth {}

  /// The archives only.
  record ArchivesOnly() implements CheckDepth {}

  /// Everything, and all data is decrypted and compared with its hash.
  record Contents() implements CheckDepth {}

  /// The repository's own files for so long; the next time goes on where this one stopped.
  record Partial(Duration timeMax) implements CheckDepth {}

  /// The words of `borg check`.
  default List<String> words() {
    return switch (this) {
      case Everything() -> List.of();
      case RepositoryOnly() -> List.of("--repository-only");
      case ArchivesOnly() -> List.of("--archives-only");
      case Contents() -> List.of("--verify-data");
      case Partial(var timeMax) ->
          List.of("--repository-only", "--max-duration", Long.toString(timeMax.toSeconds()));
    };
  }
}
