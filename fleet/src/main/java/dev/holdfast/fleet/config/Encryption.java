package dev.holdfast.fleet.config;

/// How a repository is encrypted: the modes of `borg init --encryption`.
public enum Encryption {
  NONE("none", false),
  AUTHENTICATED("authenticated", true),
  AUTHENTICATED_BLAKE2("authenticated-blake2", true),
  REPOKEY("repokey", true),
  REPOKEY_BLAKE2("repokey-blake2", true),
  KEYFILE("keyfile", true),
  KEYFILE_BLAKE2("keyfile-blake2", true);

  private final String borgName;
  private final boolean hasPassphrase;

  Encryption(String borgName, boolean hasPassphrase) {
    this.borgName = borgName;
    this.hasPassphrase = hasPassphrase;
  }

  /// What `borg init --encryption` calls it.
  public String borgName() {
    return borgName;
  }

  /// Whether a key, locked by a passphrase, exists at all.
  public boolean hasPassphrase() {
    return hasPassphrase;
  }

  /// Whether the repository host cannot read what is stored.
  public boolean hidesContent() {
    return switch (this) {
      case NONE, AUTHENTICATED, AUTHENTICATED_BLAKE2 -> false;
      case REPOKEY, REPOKEY_BLAKE2, KEYFILE, KEYFILE_BLAKE2 -> true;
    };
  }

  /// Whether the key lives outside the repository.
  public boolean keyIsOutside() {
    return this == KEYFILE || this == KEYFILE_BLAKE2;
  }
}
