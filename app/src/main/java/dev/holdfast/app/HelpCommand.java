package dev.holdfast.app;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "help",
    header = "Show what a command does, with examples.",
    description = "The same as COMMAND --help.",
    footer = {
      "",
      "Examples:",
      "  holdfast help",
      "  holdfast help check",
      "  holdfast help key rotate"
    })
final class HelpCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = "A command and, if it has some, one of its own; none for the list of all.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    var line = all();
    for (var word : words) {
      var next = line.getSubcommands().get(word);
      if (next == null) {
        var name = line.getCommandSpec().qualifiedName();
        throw new ParameterException(line, "%s has no command '%s'".formatted(name, word));
      }
      line = next;
    }
    line.usage(all().getOut());
    return ExitCodes.SUCCESS;
  }

  private CommandLine all() {
    if (spec == null) {
      throw new IllegalStateException("the parser has not told where this command belongs");
    }
    return spec.root().commandLine();
  }
}
