package dev.holdfast.app.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import dev.holdfast.app.house.JavaSources.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rules on Java sources that no class file can answer: length, names, loose ends.
public final class SourceRules {
  /// Longer files hold two things.
  static final int FILE_LINES_MAX = 500;

  /// Longer methods cannot be read at one glance.
  static final int METHOD_LINES_MAX = 70;

  private static final Set<String> NOISE =
      Set.of(
          "Manager",
          "Helper",
          "Helpers",
          "Util",
          "Utils",
          "Impl",
          "Data",
          "Info",
          "Processor",
          "Common",
          "Core",
          "Misc");
  private static final Pattern WORD = Pattern.compile("[A-Z][a-z0-9]*");
  private static final Pattern LOOSE_END =
      Pattern.compile("(?://|/?\\*|#).*\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b(?!\\(\\S)");

  private SourceRules() {}

  /// Files over the limit.
  public static List<String> longFiles(List<Source> sources) {
    var found = new ArrayList<String>();
    for (var source : sources) {
      var lines = source.text().lines().count();
      if (lines > FILE_LINES_MAX) {
        found.add(source.name() + " has " + lines + " lines");
      }
    }
    return found;
  }

  /// Methods over the limit, those of tests included.
  public static List<String> longMethods(List<Source> sources) {
    return scan(
        sources,
        (source, tree, found) -> {
          if (tree instanceof MethodTree method && source.linesOf(tree) > METHOD_LINES_MAX) {
            found.add(
                source.at(tree)
                    + " "
                    + method.getName()
                    + " has "
                    + source.linesOf(tree)
                    + " lines");
          }
        });
  }

  /// Type and package names that say nothing.
  public static List<String> noiseNames(List<Source> sources) {
    var found =
        scan(
            sources,
            (source, tree, all) -> {
              if (tree instanceof ClassTree type && isNoise(type.getSimpleName().toString())) {
                all.add(source.at(tree) + " " + type.getSimpleName());
              }
            });
    for (var source : sources) {
      var name = String.valueOf(source.unit().getPackageName());
      for (var part : name.split("\\.", -1)) {
        if (!part.isEmpty() && isNoise(Character.toUpperCase(part.charAt(0)) + part.substring(1))) {
          found.add(source.name() + " is in package " + name);
        }
      }
    }
    return found;
  }

  private static boolean isNoise(String typeName) {
    return WORD.matcher(typeName).results().anyMatch(word -> NOISE.contains(word.group()));
  }

  /// Comments that put work off without saying where it is written down.
  public static List<String> looseEnds(String name, String text) {
    var found = new ArrayList<String>();
    var number = 0;
    for (var line : text.lines().toList()) {
      number++;
      if (LOOSE_END.matcher(line).find()) {
        found.add(name + ":" + number + " " + line.strip());
      }
    }
    return found;
  }

  /// What one rule does with each tree.
  interface Visitor {
    /// Adds sentences to what was found.
    void visit(Source source, Tree tree, List<String> found);
  }

  /// Shows every tree of every source to the visitor.
  static List<String> scan(List<Source> sources, Visitor visitor) {
    var found = new ArrayList<String>();
    for (var source : sources) {
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void scan(@Nullable Tree tree, @Nullable Void ignored) {
          if (tree != null) {
            visitor.visit(source, tree, found);
          }
          return super.scan(tree, null);
        }
      }.scan(source.unit(), null);
    }
    return found;
  }
}
