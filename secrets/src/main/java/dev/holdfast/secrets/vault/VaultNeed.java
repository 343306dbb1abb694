package dev.holdfast.secrets.vault;

/// What somebody does with a secret.
///
/// @param path as a reference has it, mount first
/// @param isWritten whether it is also replaced, and its older versions looked up
public record VaultNeed(String path, boolean isWritten) implements Comparable<VaultNeed> {
  @Override
  public int compareTo(VaultNeed other) {
    var paths = path.compareTo(other.path);
    return paths != 0 ? paths : Boolean.compare(isWritten, other.isWritten);
  }
}
