package dev.holdfast.fleet.config.shape;

import dev.holdfast.fleet.config.tree.Node;
import dev.holdfast.secrets.SecretRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The shapes that keys are made of.
public final class Shapes {
  /// The schemes that can be written, for messages and the schema.
  static final List<String> SCHEMES =
      Stream.of(SecretRef.Scheme.values())
          .filter(scheme -> scheme != SecretRef.Scheme.INLINE)
          .map(SecretRef.Scheme::word)
          .toList();

  private static final Map<String, Object> REFERENCE =
      Map.of("type", "string", "pattern", "^(" + String.join("|", SCHEMES) + "):");

  private Shapes() {}

  /// A text that the parser accepts.
  public static <T> Shape<T> text(Function<String, T> parser) {
    return new Parsed<>("text", List.of(Node.Kind.TEXT), Map.of("type", "string"), parser);
  }

  /// A text that usually starts with a number, so that a bare number gets the parser's message.
  public static <T> Shape<T> measure(Function<String, T> parser) {
    return new Parsed<>(
        "text",
        List.of(Node.Kind.TEXT, Node.Kind.WHOLE, Node.Kind.DECIMAL),
        Map.of("type", "string"),
        parser);
  }

  /// A text as it is written, in a format that knows no references; it may be a secret.
  public static Shape<String> verbatim() {
    return new Verbatim();
  }

  /// One of these words.
  public static <T> Shape<T> word(Map<String, T> words) {
    Function<String, T> parser =
        text -> {
          var found = words.get(text);
          if (found == null) {
            throw new IllegalArgumentException(
                "is none of "
                    + String.join(", ", words.keySet())
                    + Nearest.of(text, words.keySet().stream()).map(s -> "; " + s).orElse(""));
          }
          return found;
        };
    var schema =
        Map.<String, Object>of(
            "anyOf", List.of(Map.of("enum", List.copyOf(words.keySet())), REFERENCE));
    return new Parsed<>("text", List.of(Node.Kind.TEXT), schema, parser);
  }

  /// A whole number between the bounds, both included.
  public static Shape<Integer> whole(int least, int most) {
    var number = Map.of("type", "integer", "minimum", least, "maximum", most);
    return new Parsed<>(
        "a whole number",
        List.of(Node.Kind.WHOLE),
        Map.of("anyOf", List.of(number, REFERENCE)),
        text -> {
          try {
            var value = Integer.parseInt(text);
            if (value >= least && value <= most) {
              return value;
            }
          } catch (NumberFormatException e) {
            // said below: too long is out of bounds as well
          }
          throw new IllegalArgumentException("is not between " + least + " and " + most);
        });
  }

  /// True or false.
  public static Shape<Boolean> flag() {
    return new Parsed<>(
        "true or false",
        List.of(Node.Kind.FLAG),
        Map.of("anyOf", List.of(Map.of("type", "boolean"), REFERENCE)),
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("is neither true nor false");
            });
  }

  /// A list; every wrong item is reported.
  public static <T> Shape<List<T>> listOf(Shape<T> item) {
    return new ListShape<>(item, false);
  }

  /// A list, or one item alone.
  public static <T> Shape<List<T>> oneOrMore(Shape<T> item) {
    return new ListShape<>(item, true);
  }

  /// A table of a section.
  public static Shape<Fields> table(Section section) {
    return new TableShape(section);
  }

  /// A secret, which can only be referred to.
  public static Shape<SecretRef> secret() {
    return new SecretShape(SecretShape.Purpose.KEPT);
  }

  /// A private key: a secret, or what signs a key that is made when it is needed.
  public static Shape<SecretRef> loginKey() {
    return new SecretShape(SecretShape.Purpose.KEY);
  }

  private record Parsed<T>(
      String wanted, List<Node.Kind> kinds, Map<String, Object> schema, Function<String, T> parser)
      implements Shape<T> {
    @Override
    public Optional<T> read(Node node, Reading reading) {
      if (node instanceof Node.Scalar scalar && (kinds.contains(scalar.kind()) || refers(scalar))) {
        return reading.parse(scalar, parser);
      }
      reading.fault(node.at(), "must be " + wanted + ", not " + node.called(), hint(node));
      return Optional.empty();
    }

    private static boolean refers(Node.Scalar scalar) {
      return scalar.kind() == Node.Kind.TEXT && SecretRef.parse(scalar.text()).isPresent();
    }

    private Optional<String> hint(Node node) {
      var quotable = node instanceof Node.Scalar scalar && scalar.kind() != Node.Kind.NOTHING;
      return kinds.contains(Node.Kind.TEXT) && quotable
          ? Optional.of("put it between quotes")
          : Optional.empty();
    }
  }

  private record Verbatim() implements Shape<String> {
    @Override
    public Optional<String> read(Node node, Reading reading) {
      if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.TEXT) {
        return Optional.of(scalar.text());
      }
      reading.fault(node.at(), "must be text, not " + node.called());
      return Optional.empty();
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "string");
    }
  }

  private record ListShape<T>(Shape<T> item, boolean allowsOne) implements Shape<List<T>> {
    @Override
    public Optional<List<T>> read(Node node, Reading reading) {
      if (node instanceof Node.Items list) {
        var items = new ArrayList<T>();
        for (var i = 0; i < list.items().size(); i++) {
          var one = list.items().get(i);
          item.read(one, reading.item(i)).ifPresent(items::add);
        }
        return Optional.of(items);
      }
      if (allowsOne && node instanceof Node.Scalar) {
        return item.read(node, reading).map(List::of);
      }
      reading.fault(
          node.at(),
          "must be a list, not " + node.called(),
          node instanceof Node.Scalar ? Optional.of("write [ … ] around it") : Optional.empty());
      return Optional.empty();
    }

    @Override
    public Map<String, Object> schema() {
      var list = Map.of("type", "array", "items", item.schema());
      return allowsOne ? Map.of("anyOf", List.of(list, item.schema())) : list;
    }
  }

  private record TableShape(Section section) implements Shape<Fields> {
    @Override
    public Optional<Fields> read(Node node, Reading reading) {
      return table(node, reading).map(table -> Fields.read(section, table, node.at(), reading));
    }

    @Override
    public Map<String, Object> schema() {
      return section.schema();
    }
  }

  /// A table, or nothing at all, which is an empty one.
  static Optional<Node.Table> table(Node node, Reading reading) {
    return switch (node) {
      case Node.Table table -> Optional.of(table);
      case Node.Scalar scalar when scalar.kind() == Node.Kind.NOTHING ->
          Optional.of(new Node.Table(scalar.at(), List.of()));
      case Node.Items _, Node.Scalar _ -> {
        reading.fault(node.at(), "must be a table, not " + node.called());
        yield Optional.empty();
      }
    };
  }

  static String schemeList() {
    return SCHEMES.stream().map(scheme -> scheme + ":").collect(Collectors.joining(", "));
  }

  static Map<String, Object> reference() {
    return REFERENCE;
  }
}
