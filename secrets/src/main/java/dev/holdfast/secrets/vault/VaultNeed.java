package dev.holdfast.secrets.vault;

/// What somebody does at a path.
///
/// @param path as a reference has it, mount first
public record VaultNeed(String path, Use use) {
  /// What is done.
  public enum Use {
    /// A secret is read.
    READ,
    /// It is also replaced, and its older versions are looked up.
    REPLACE,
    /// A role of an SSH engine signs.
    SIGN,
    /// A role of a database engine makes a login, which is renewed and ended.
    LEASE
  }
}
