package dev.holdfast.fleet.run;

import java.time.Duration;
import java.util.List;
import java.util.Set;

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
  ///
  /// @param timeMax at least a second: borg takes none for no limit
  record Partial(Duration timeMax) implements CheckDepth {
    public Partial {
      if (timeMax.toSeconds() < 1) {
        throw new IllegalArgumentException("a partial check of " + timeMax);
      }
    }
  }

  /// Whether the repository host looks at the repository's own files.
  default boolean looksAtFiles() {
    return switch (this) {
      case Everything _, RepositoryOnly _, Contents _, Partial _ -> true;
      case ArchivesOnly _ -> false;
    };
  }

  /// What borg leaves out once it has found damage in the repository's own files: the words that
  /// make it do the rest; empty if there is none.
  default List<String> wordsOfTheRest() {
    return switch (this) {
      case Everything _ -> List.of("--archives-only");
      case Contents _ -> List.of("--archives-only", "--verify-data");
      case RepositoryOnly _, ArchivesOnly _, Partial _ -> List.of();
    };
  }

  /// How records call it.
  default String word() {
    return switch (this) {
      case Everything _ -> "everything";
      case RepositoryOnly _ -> "repository";
      case ArchivesOnly _ -> "archives";
      case Contents _ -> "contents";
      case Partial _ -> "part";
    };
  }

  /// The words of the depths that look at all of this one.
  ///
  /// A part never adds up to the whole: borg compares its index with its files in a full check
  /// only.
  default Set<String> coveredBy() {
    return switch (this) {
      case Contents _ -> Set.of("contents");
      case Everything _ -> Set.of("everything", "contents");
      case ArchivesOnly _ -> Set.of("archives", "everything", "contents");
      case RepositoryOnly _ -> Set.of("repository", "everything", "contents");
      case Partial _ -> Set.of("part", "repository", "everything", "contents");
    };
  }

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
