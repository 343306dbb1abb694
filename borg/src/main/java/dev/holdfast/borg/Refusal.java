package dev.holdfast.borg;

/// Why bytes from a repository were not believed.
public enum Refusal {
  /// They are not in the format that they should have.
  MALFORMED,
  /// They would need more memory or work than the format's limits allow.
  TOO_LARGE,
  /// They are in a format, version or mode that Holdfast does not read.
  UNSUPPORTED,
  /// A feature that we do not know is mandatory for using this repository.
  UNKNOWN_FEATURE,
  /// Their key type is not the one that this repository is known to have.
  WRONG_KEY_TYPE,
  /// Their authentication is missing or does not fit: they were altered, or made with another key.
  NOT_AUTHENTIC,
  /// Their content does not hash to the id under which they are stored.
  WRONG_ID,
  /// The passphrase does not open the key.
  WRONG_PASSPHRASE,
  /// The key was made for another repository.
  WRONG_REPOSITORY,
  /// A key is needed and there is none.
  NO_KEY
}
