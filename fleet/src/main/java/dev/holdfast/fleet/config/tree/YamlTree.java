package dev.holdfast.fleet.config.tree;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML 1.2 from parser events, with bounds on depth and on what aliases multiply.
final class YamlTree {
  private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern FLAG = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private final Faults faults;
  private final Map<String, Sized> anchors = new HashMap<>();
  private int nodes;

  private record Sized(Node node, int size) {}

  YamlTree(Faults faults) {
    this.faults = faults;
  }

  Node read(String text) {
    var settings = LoadSettings.builder().setCodePointLimit(ConfigTree.BYTES_MAX).build();
    try {
      return document(new Parse(settings).parseString(text).iterator());
    } catch (MarkedYamlEngineException e) {
      var mark = e.getProblemMark().or(e::getContextMark);
      var at =
          mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1)).orElse(Position.START);
      throw faults.exception(at, "this is not YAML: " + e.getProblem(), hint(e.getProblem()));
    } catch (YamlEngineException e) {
      throw faults.exception(Position.START, "this is not YAML: " + e.getMessage(), hint(""));
    }
  }

  private static String hint(String problem) {
    if (problem.contains("\\t") || problem.contains("TAB")) {
      return "indent with blanks, not with tabs";
    }
    return "quote texts that contain ': ', '#' or start with one of *&!%@`";
  }

  private Node document(Iterator<Event> events) {
    Node root = new Node.Scalar(Position.START, Node.Kind.NOTHING, "");
    var documents = 0;
    while (events.hasNext()) {
      var event = events.next();
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (++documents > 1) {
            throw faults.exception(
                at(event), "a second document starts here", "keep one document in the file");
          }
        }
        case Alias, Scalar, SequenceStart, MappingStart -> root = node(event, events, 0);
        case StreamStart, StreamEnd, DocumentEnd, Comment, SequenceEnd, MappingEnd -> {}
      }
    }
    return root;
  }

  private Node node(Event event, Iterator<Event> events, int depth) {
    count(event, 1);
    if (depth > ConfigTree.DEPTH_MAX) {
      throw faults.exception(
          at(event), "nested deeper than " + ConfigTree.DEPTH_MAX + " levels", "flatten it");
    }
    var before = nodes;
    var node =
        switch (event) {
          case AliasEvent alias -> repeated(alias);
          case ScalarEvent scalar -> scalar(scalar);
          case SequenceStartEvent start -> items(start, events, depth);
          case MappingStartEvent start -> table(start, events, depth);
          default -> throw new IllegalStateException("no value starts with " + event.getEventId());
        };
    if (event instanceof NodeEvent named && !(event instanceof AliasEvent)) {
      named
          .getAnchor()
          .ifPresent(anchor -> anchors.put(anchor.getValue(), new Sized(node, nodes - before + 1)));
    }
    return node;
  }

  private void count(Event event, int more) {
    nodes += more;
    if (nodes > ConfigTree.NODES_MAX) {
      throw faults.exception(
          at(event),
          "more than " + ConfigTree.NODES_MAX + " values",
          "aliases count as often as used");
    }
  }

  private Node repeated(AliasEvent alias) {
    var name = alias.getAlias().getValue();
    var known = anchors.get(name);
    if (known == null) {
      throw faults.exception(
          at(alias), "alias *" + name + " has no anchor before it", "write &" + name + " first");
    }
    count(alias, known.size());
    return known.node();
  }

  private Node items(SequenceStartEvent start, Iterator<Event> events, int depth) {
    refuseTag(start, start.getTag().orElse(""));
    List<Node> items = new ArrayList<>();
    for (var event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(event, events, depth + 1));
    }
    return new Node.Items(at(start), items);
  }

  private Node table(MappingStartEvent start, Iterator<Event> events, int depth) {
    refuseTag(start, start.getTag().orElse(""));
    List<Node.Entry> entries = new ArrayList<>();
    var names = new HashSet<String>();
    for (var event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      var name = node(event, events, depth + 1);
      var value = node(events.next(), events, depth + 1);
      if (!(name instanceof Node.Scalar scalar)) {
        faults.add(at(event), "a name must be text, not " + name.called());
      } else if (scalar.text().equals("<<")) {
        faults.add(
            at(event), "merge keys are not supported", "share values by a group or a policy");
      } else if (!names.add(scalar.text())) {
        faults.add(
            at(event), "the key " + Quoted.of(scalar.text()) + " is there twice", "keep one");
      } else {
        entries.add(new Node.Entry(scalar.text(), at(event), value));
      }
    }
    return new Node.Table(at(start), entries);
  }

  private Node scalar(ScalarEvent event) {
    var text = event.getValue();
    var isText = !event.isPlain() || event.getTag().isPresent();
    refuseTag(event, event.getTag().filter(tag -> !tag.equals("tag:yaml.org,2002:str")).orElse(""));
    return new Node.Scalar(at(event), isText ? Node.Kind.TEXT : kind(text), text);
  }

  private static Node.Kind kind(String text) {
    if (NOTHING.matcher(text).matches()) {
      return Node.Kind.NOTHING;
    }
    if (FLAG.matcher(text).matches()) {
      return Node.Kind.FLAG;
    }
    if (WHOLE.matcher(text).matches()) {
      return Node.Kind.WHOLE;
    }
    return DECIMAL.matcher(text).matches() ? Node.Kind.DECIMAL : Node.Kind.TEXT;
  }

  private void refuseTag(Event event, String tag) {
    if (!tag.isEmpty()) {
      faults.add(at(event), "the tag " + Quoted.of(tag) + " is not supported", "remove it");
    }
  }

  private static Position at(Event event) {
    return event
        .getStartMark()
        .map(mark -> new Position(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(Position.START);
  }
}
