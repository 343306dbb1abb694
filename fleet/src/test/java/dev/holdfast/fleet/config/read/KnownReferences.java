package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.shape.References;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretRef;
import java.util.HashMap;
import java.util.Map;

/// References and files that a test made up; everything else is missing.
public final class KnownReferences implements References {
  /// A pinned host key.
  public static final String PIN =
      "backup.example.org ssh-ed25519 "
          + "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

  private final Map<String, String> known = new HashMap<>();

  /// The same, with one more.
  public KnownReferences with(String name, String content) {
    known.put(name, content);
    return this;
  }

  @Override
  public String open(SecretRef ref) {
    return find(ref.toString());
  }

  @Override
  public String read(String path) {
    return find(path);
  }

  private String find(String name) {
    var content = known.get(name);
    if (content == null) {
      throw new SecretException(
          SecretException.Kind.MISSING, name + " does not exist", "create " + name);
    }
    return content;
  }
}
