package dev.holdfast.app.house;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import dev.holdfast.app.house.JavaSources.Source;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Rules on tests: that they run at all, that they are not skipped, what they are called.
public final class TestRules {
  private static final Set<String> ASSUMPTIONS =
      Set.of("assumeTrue", "assumeFalse", "assumeThat", "assumingThat");
  private static final Set<String> TESTS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory");
  private static final Pattern SKIP = Pattern.compile("Ignore|(Disabled|Enabled)\\w*");
  private static final Pattern SENTENCE = Pattern.compile("[a-z0-9]+(_[a-z0-9]+)*");

  private TestRules() {}

  /// Tests that would be skipped: a skipped test is a promise nobody keeps.
  public static List<String> skipped(List<Source> sources) {
    return SourceRules.scan(
        sources,
        (source, tree, found) -> {
          var skips =
              switch (tree) {
                case AnnotationTree annotation ->
                    SKIP.matcher(lastName(annotation.getAnnotationType())).matches();
                case MethodInvocationTree call ->
                    ASSUMPTIONS.contains(lastName(call.getMethodSelect()));
                default -> false;
              };
          if (skips) {
            found.add(source.at(tree));
          }
        });
  }

  /// Tests in files that neither surefire nor failsafe looks into.
  public static List<String> unseen(List<Source> sources) {
    return SourceRules.scan(
        sources,
        (source, tree, found) -> {
          if (isTest(tree) && !source.name().matches(".*(Test|IT|Contract)\\.java")) {
            found.add(source.at(tree));
          }
        });
  }

  /// Tests whose name is no sentence of lower-case words, or says *should* instead of what is.
  public static List<String> mumbling(List<Source> sources) {
    return SourceRules.scan(
        sources,
        (source, tree, found) -> {
          if (isTest(tree)
              && tree instanceof MethodTree method
              && !isSentence(method.getName().toString())) {
            found.add(source.at(tree) + " " + method.getName());
          }
        });
  }

  /// Fast tests that sleep.
  public static List<String> sleeping(List<Source> sources) {
    return SourceRules.scan(
        sources,
        (source, tree, found) -> {
          if (source.name().endsWith("Test.java")
              && tree instanceof MethodInvocationTree call
              && call.getMethodSelect() instanceof MemberSelectTree path
              && path.getIdentifier().contentEquals("sleep")) {
            found.add(source.at(tree));
          }
        });
  }

  private static boolean isTest(Tree tree) {
    return tree instanceof MethodTree method
        && method.getModifiers().getAnnotations().stream()
            .anyMatch(one -> TESTS.contains(lastName(one.getAnnotationType())));
  }

  private static boolean isSentence(String name) {
    return SENTENCE.matcher(name).matches() && !("_" + name + "_").contains("_should_");
  }

  private static String lastName(Tree tree) {
    return switch (tree) {
      case IdentifierTree name -> name.getName().toString();
      case MemberSelectTree path -> path.getIdentifier().toString();
      default -> "";
    };
  }
}
