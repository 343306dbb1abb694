package dev.holdfast.borg.archive;

import dev.holdfast.testkit.RealBorg;
import dev.holdfast.testkit.Tool;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What a real Borg says of structures: its own readers, in its own Python, without a repository.
final class BorgReaders {
  private static final int EXAMPLE_BYTES_MAX = 300;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(file);
  private final List<String> examples = new ArrayList<>();

  /// What is given to it, and to which of its readers.
  enum Kind {
    /// An object of mode none.
    MANIFEST('M'),
    /// An object of mode none.
    ARCHIVE('A'),
    /// The content of a stream.
    ITEMS('I');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }
  }

  /// How many structures wait to be shown.
  int size() {
    return examples.size();
  }

  /// @param name of the structure, for messages
  void add(Kind kind, String name, byte[] structure) {
    try {
      out.writeByte(kind.letter);
      out.writeInt(structure.length);
      out.write(structure);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String hex = HexFormat.of().formatHex(structure);
    examples.add(name + " " + hex.substring(0, Math.min(EXAMPLE_BYTES_MAX, hex.length())));
  }

  /// Those that this Borg cannot take, with its words.
  ///
  /// @param home an empty directory below `/tmp`
  List<String> refusedBy(RealBorg borg, Path home) throws IOException {
    Path data = Files.write(home.resolve("structures"), file.toByteArray());
    Path script = Files.writeString(home.resolve("borg_takes.py"), script());
    List<String> said =
        Tool.run(
                RealBorg.environment(home, ""),
                borg.pythonWords(script.toString(), data.toString()))
            .lines()
            .toList();
    if (said.size() != examples.size()) {
      throw new IllegalStateException("borg's readers ended early: " + said.getLast());
    }
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      if (!said.get(i).isEmpty()) {
        refused.add(said.get(i) + ": " + examples.get(i));
      }
    }
    return refused;
  }

  private static String script() throws IOException {
    try (var in = BorgReaders.class.getResourceAsStream("borg_takes.py")) {
      if (in == null) {
        throw new IllegalStateException("the script is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
