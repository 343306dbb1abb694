package dev.holdfast.lab.attacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The table in `docs/user/attacks.md`: what was written there, and what was seen now.
final class AttackTable {
  static final String UPDATE = "attacks.update";
  private static final String START = "<!-- attacks -->";

  /// One attack as the document tells it.
  record Line(String tries, String plain, String holdfast) {}

  private final Path document;
  private final Map<String, Line> written = new LinkedHashMap<>();
  private final Map<String, String> plain = new ConcurrentHashMap<>();
  private final Map<String, String> holdfast = new ConcurrentHashMap<>();

  AttackTable(Path document) throws IOException {
    this.document = document;
    for (var line : Files.readAllLines(document)) {
      var cells = line.split(" \\| ", -1);
      if (line.startsWith("| `") && cells.length == 4) {
        var name = cells[0].substring(3, cells[0].length() - 1);
        written.put(name, new Line(cells[1], cells[2], cells[3].replaceFirst(" \\|$", "")));
      }
    }
  }

  List<String> names() {
    return List.copyOf(written.keySet());
  }

  Line line(String attack) {
    return written.getOrDefault(attack, new Line("", "", ""));
  }

  void sawPlain(String attack, String words) {
    plain.put(attack, words);
  }

  void sawHoldfast(String attack, String words) {
    holdfast.put(attack, words);
  }

  /// Writes the document anew, with what was seen; what was not seen this time stays.
  void write() throws IOException {
    var text = new StringBuilder();
    var all = Files.readString(document);
    text.append(all, 0, all.indexOf(START) + START.length()).append('\n');
    for (var chapter : Catalogue.chapters().entrySet()) {
      text.append("\n## ").append(chapter.getKey()).append("\n\n");
      text.append("| attack | what it tries | plain append-only | Holdfast |\n|---|---|---|---|\n");
      for (var attack : chapter.getValue()) {
        text.append(row(attack)).append('\n');
      }
    }
    Files.writeString(document, text);
  }

  private String row(Attack attack) {
    var before = line(attack.name());
    var cells = new ArrayList<String>();
    cells.add("`" + attack.name() + "`");
    cells.add(attack.tries());
    cells.add(plain.getOrDefault(attack.name(), before.plain()));
    cells.add(holdfast.getOrDefault(attack.name(), before.holdfast()));
    return "| " + String.join(" | ", cells) + " |";
  }
}
