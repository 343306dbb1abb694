package dev.holdfast.guard;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyBlob;
import dev.holdfast.borg.key.KeyPlace;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.KeyType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Finds the key of a repository that a real borg made.
record RepositoryKeys(BorgRig rig, KeyType type) {
  static final byte[] PASSPHRASE = "correct horse".getBytes(StandardCharsets.US_ASCII);

  Key unlock() throws IOException, RefusedException {
    return type == KeyType.NONE ? Key.none() : blob().unlock(type, id(), PASSPHRASE);
  }

  ObjectId id() throws IOException, RefusedException {
    return ObjectId.parseHex(field("id"));
  }

  KeyBlob blob() throws IOException, RefusedException {
    if (type.place() == KeyPlace.REPOSITORY) {
      return KeyBlob.parse(field("key"));
    }
    try (Stream<Path> keys = Files.list(rig.home.resolve(".config/borg/keys"))) {
      return KeyText.parse(Files.readString(keys.findFirst().orElseThrow())).blob();
    }
  }

  /// A value in the repository's configuration, continued lines included.
  private String field(String name) throws IOException {
    List<String> lines = Files.readAllLines(rig.repository.resolve("config"));
    StringBuilder value = new StringBuilder();
    boolean inside = false;
    for (String line : lines) {
      boolean continued = line.startsWith("\t") || line.startsWith(" ");
      inside = continued ? inside : line.startsWith(name + " =");
      if (inside) {
        value.append(continued ? line.strip() : line.substring(line.indexOf('=') + 1).strip());
      }
    }
    return value.toString();
  }
}
