package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.Encryption;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Section;
import dev.holdfast.fleet.config.shape.Shapes;
import dev.holdfast.secrets.SecretRef;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where repositories are, and what they are.
final class RepositoryKeys {

  static final Key<String> ROOT =
      Key.of(
          "root",
          Shapes.text(Texts::root),
          "Directory that holds the repositories: /x, or ./x for the login's home.");
  static final Key<String> BORG =
      Key.of("borg", SharedShapes.SOME, "The borg program on this host; default borg.");
  static final Key<Integer> RUNS =
      Key.of("runs", SharedShapes.RUNS_COUNT, "Runs that may use it at the same time; default 4.");
  static final Section HOST_SECTION =
      EndpointKeys.SECTION.after(EndpointKeys.LOCAL, ROOT, BORG, RUNS);

  static final Key<String> HOST = Key.of("host", SharedShapes.NAME, "Name of a repository host.");
  static final Key<String> PATH =
      Key.of(
          "path",
          Shapes.text(Texts::repositoryPath),
          "Below the host's root, or complete; {target} stands for the name; default {target}.");
  static final Key<Encryption> ENCRYPTION =
      Key.of(
          "encryption",
          Shapes.word(encryptions()),
          "Mode in which holdfast init creates it; default repokey.");
  static final Key<SecretRef> PASSPHRASE =
      Key.of(
          "passphrase",
          Shapes.secret(),
          "Passphrase of the repository's key; default age:{target}/passphrase.");
  static final Key<SecretRef> KEY =
      Key.of(
          "key",
          Shapes.secret(),
          "Where the controller keeps its copy of the key; default age:{target}/key.");
  static final Section SECTION = Section.of(HOST, PATH, ENCRYPTION, PASSPHRASE, KEY);

  private RepositoryKeys() {}

  private static Map<String, Encryption> encryptions() {
    var words = new LinkedHashMap<String, Encryption>();
    for (var mode : Encryption.values()) {
      words.put(mode.borgName(), mode);
    }
    return words;
  }
}
