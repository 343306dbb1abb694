package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.shape.Reading;
import dev.holdfast.fleet.config.shape.Shape;
import dev.holdfast.fleet.config.shape.Shapes;
import dev.holdfast.fleet.config.tree.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The words that start borg: a list, or one text that blanks divide, without any quoting.
final class BorgCommand implements Shape<List<String>> {
  private static final Shape<List<String>> WORDS = Shapes.listOf(Shapes.text(Texts::some));
  private static final Shape<List<String>> LINE = Shapes.text(BorgCommand::words);

  private static List<String> words(String text) {
    if (text.indexOf('\'') >= 0 || text.indexOf('"') >= 0 || text.indexOf('\\') >= 0) {
      throw new IllegalArgumentException("contains quotes: write the words as a list");
    }
    return List.of(Texts.some(text.strip()).split("\\s+", -1));
  }

  @Override
  public Optional<List<String>> read(Node node, Reading reading) {
    var words = (node instanceof Node.Items ? WORDS : LINE).read(node, reading);
    if (words.isPresent() && words.get().isEmpty()) {
      reading.fault(node.at(), "must have at least one word");
      return Optional.empty();
    }
    return words;
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("anyOf", List.of(WORDS.schema(), LINE.schema()));
  }
}
