package dev.holdfast.app.house;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.holdfast.app.house.JavaSources.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds a `default` over a closed set of ours, where it would hide the case somebody forgets.
///
/// The parser knows no types, so the subject is recognised by its labels: constants of our enums,
/// and patterns over types that are declared in our sources.
public final class ClosedSwitches {
  private ClosedSwitches() {}

  /// Every switch with such a default.
  public static List<String> defaults(List<Source> sources) {
    var ours = new HashSet<String>();
    SourceRules.scan(sources, (_, tree, _) -> collect(tree, ours));
    ours.remove("");
    return SourceRules.scan(
        sources,
        (source, tree, found) -> {
          var cases = casesOf(tree);
          var labels = cases.stream().flatMap(one -> one.getLabels().stream()).toList();
          if (labels.stream().anyMatch(DefaultCaseLabelTree.class::isInstance)
              && labels.stream().anyMatch(label -> isOurs(label, ours))
              && labels.stream().noneMatch(label -> isNumber(label, numbersOf(source)))) {
            found.add(source.at(tree));
          }
        });
  }

  /// Names of constants in the file that are no enum constants; tags of a format, mostly.
  private static Set<String> numbersOf(Source source) {
    var numbers = new HashSet<String>();
    SourceRules.scan(
        List.of(source),
        (_, tree, _) -> {
          if (tree instanceof VariableTree field && field.getType() instanceof PrimitiveTypeTree) {
            numbers.add(field.getName().toString());
          }
        });
    return numbers;
  }

  private static boolean isNumber(CaseLabelTree label, Set<String> numbers) {
    return label instanceof ConstantCaseLabelTree constant
        && (constant.getConstantExpression() instanceof LiteralTree
            || numbers.contains(lastName(constant.getConstantExpression())));
  }

  private static void collect(Tree tree, Set<String> ours) {
    if (tree instanceof ClassTree type) {
      ours.add(type.getSimpleName().toString());
      if (type.getKind() == Tree.Kind.ENUM) {
        for (var member : type.getMembers()) {
          if (member instanceof VariableTree constant && isConstantOf(constant, type)) {
            ours.add(constant.getName().toString());
          }
        }
      }
    }
  }

  private static boolean isConstantOf(VariableTree field, ClassTree type) {
    return field.getType() instanceof IdentifierTree name
        && name.getName().equals(type.getSimpleName());
  }

  private static List<? extends CaseTree> casesOf(Tree tree) {
    return switch (tree) {
      case SwitchTree statement -> statement.getCases();
      case SwitchExpressionTree expression -> expression.getCases();
      default -> List.of();
    };
  }

  private static boolean isOurs(CaseLabelTree label, Set<String> ours) {
    return switch (label) {
      case ConstantCaseLabelTree constant ->
          ours.contains(lastName(constant.getConstantExpression()));
      case PatternCaseLabelTree pattern ->
          switch (pattern.getPattern()) {
            case BindingPatternTree binding ->
                ours.contains(lastName(binding.getVariable().getType()));
            case DeconstructionPatternTree parts ->
                ours.contains(lastName(parts.getDeconstructor()));
            default -> false;
          };
      default -> false;
    };
  }

  private static String lastName(Tree tree) {
    return switch (tree) {
      case IdentifierTree name -> name.getName().toString();
      case MemberSelectTree path -> path.getIdentifier().toString();
      default -> "";
    };
  }
}
