package dev.holdfast.borg.key;

/// Where a repository's locked key lies.
public enum KeyPlace {
  /// There is no key.
  NOWHERE,
  /// In the repository, from where `borg serve` hands it out.
  REPOSITORY,
  /// In a file with whoever uses the repository.
  KEY_FILE
}
