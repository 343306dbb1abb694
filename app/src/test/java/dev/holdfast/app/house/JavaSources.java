package dev.holdfast.app.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Java sources as syntax trees, read by the JDK's own parser.
public final class JavaSources {
  /// One parsed file.
  ///
  /// @param name what a message calls it
  public record Source(String name, String text, CompilationUnitTree unit, Trees trees) {
    /// Lines from the first to the last character of a tree, both counted.
    long linesOf(Tree tree) {
      var positions = trees.getSourcePositions();
      return lineAt(positions.getEndPosition(unit, tree))
          - lineAt(positions.getStartPosition(unit, tree))
          + 1;
    }

    /// `file:line` of a tree.
    String at(Tree tree) {
      return name + ":" + lineAt(trees.getSourcePositions().getStartPosition(unit, tree));
    }

    private long lineAt(long position) {
      return unit.getLineMap().getLineNumber(Math.max(0, position));
    }
  }

  private record Text(String name, String text) {}

  private JavaSources() {}

  /// Parses every Java file of the checkout, tests included.
  public static List<Source> of(Checkout checkout) {
    var texts = new ArrayList<Text>();
    for (var file : checkout.files(".java")) {
      texts.add(new Text(checkout.name(file), Checkout.text(file)));
    }
    return parse(texts);
  }

  /// Parses one source that exists only in a test.
  public static List<Source> of(String name, String text) {
    return parse(List.of(new Text(name, text)));
  }

  private static List<Source> parse(List<Text> texts) {
    var byUri = new LinkedHashMap<URI, Text>();
    var files = new ArrayList<JavaFileObject>();
    for (var text : texts) {
      var file = new InMemory(text);
      files.add(file);
      byUri.put(file.toUri(), text);
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    var task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, files);
    var found = new ArrayList<Source>();
    try {
      for (var unit : task.parse()) {
        var text = Objects.requireNonNull(byUri.get(unit.getSourceFile().toUri()));
        found.add(new Source(text.name(), text.text(), unit, Trees.instance(task)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static final class InMemory extends SimpleJavaFileObject {
    private final Text text;

    InMemory(Text text) {
      super(URI.create("memory:///" + text.name()), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignored) {
      return text.text();
    }
  }
}
