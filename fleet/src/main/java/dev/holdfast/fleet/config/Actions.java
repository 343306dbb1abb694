package dev.holdfast.fleet.config;

/// What is done for a target, each said explicitly.
///
/// @param rotate how old a passphrase may become
public record Actions(
    Frequency backup, Frequency prune, Frequency check, Frequency compact, Frequency rotate) {
  /// Backups and new passphrases whenever asked; nothing that deletes, nothing that takes long.
  public static Actions standard() {
    var never = new Frequency.Never();
    return new Actions(new Frequency.Always(), never, never, never, new Frequency.Always());
  }
}
