package dev.holdfast.secrets.vault;

/// A role of a secrets engine, written `MOUNT/ROLE`.
///
/// @param mount of the engine; may have slashes
/// @param role one of its names
public record VaultRole(String mount, String role) {
  /// @throws IllegalArgumentException with what is wrong
  public static VaultRole parse(String text) {
    var slash = text.lastIndexOf('/');
    if (slash < 0 || !VaultPath.isUsable(text)) {
      throw new IllegalArgumentException(
          "needs a mount and a role, MOUNT/ROLE, which " + VaultPath.RULE);
    }
    return new VaultRole(text.substring(0, slash), text.substring(slash + 1));
  }

  /// Where the engine does something by this role, for example `ssh/sign/root`.
  public String path(String verb) {
    return mount + "/" + verb + "/" + role;
  }

  @Override
  public String toString() {
    return mount + "/" + role;
  }
}
