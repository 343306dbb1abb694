package dev.holdfast.app;

import dev.holdfast.app.terminal.Visible;
import dev.holdfast.fleet.config.ExecEnvironment;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.remote.local.ForegroundCommand;
import dev.holdfast.secrets.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = ExecCommand.NAME,
    header = "Run a command with secrets in its environment, and in no other.",
    description = {
      "Opens what exec.env of the configuration refers to, and starts the command with it. Terminal,",
      "standard streams, signals and exit code are the command's own."
    },
    footer = {
      "",
      "Examples:",
      "  holdfast exec -- borgmatic --verbosity 1",
      "  holdfast exec --target web1 -- borg list",
      "  holdfast exec -- docker compose exec -T -e BORG_PASSPHRASE borgmatic borgmatic"
    })
final class ExecCommand implements Callable<Integer> {
  static final String NAME = "exec";

  @ParentCommand private HoldfastCommand parent = new HoldfastCommand();

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "Whose variables; without it those of `defaults`.")
  private @Nullable String target;

  @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "What to run.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    try (var assembly = parent.assemble()) {
      var wanted = wanted(assembly);
      ContainerWords.forgotten(words, wanted.variables().keySet())
          .ifPresent(note -> assembly.surroundings().err().println("note: " + note));
      return run(assembly, wanted);
    }
  }

  /// A login that was made for the command ends with it.
  private int run(Assembly assembly, ExecEnvironment wanted) {
    try {
      return new ForegroundCommand(words)
          .run(LoginVariables.of(assembly.fleet().settings().vault()), open(assembly, wanted));
    } finally {
      assembly
          .vault()
          .endLogins()
          .forEach(note -> assembly.surroundings().err().println("note: " + Visible.text(note)));
    }
  }

  private ExecEnvironment wanted(Assembly assembly) {
    var wanted =
        target == null
            ? assembly.fleet().settings().exec()
            : assembly.targets(List.of(target)).getFirst().exec();
    if (wanted.variables().isEmpty()) {
      throw new FleetException(
          ErrorCode.USAGE,
          "no variable is to be set for " + (target == null ? "commands without a target" : target),
          "write exec: { env: { NAME: REFERENCE } } into "
              + (target == null ? "defaults, or name a target with --target" : "the target"));
    }
    return wanted;
  }

  private static Map<String, Secret> open(Assembly assembly, ExecEnvironment wanted) {
    var opened = new LinkedHashMap<String, Secret>();
    assembly.secrets().prepare(wanted.variables().values());
    try {
      wanted
          .variables()
          .forEach((name, ref) -> {
            if (ref.locator().contains("{target}")) {
              throw new FleetException(
                  ErrorCode.USAGE,
                  "the variable " + name + " depends on the target, and none was named",
                  "name one: holdfast exec --target TARGET -- COMMAND");
            }
            opened.put(name, assembly.secrets().open(ref));
          });
      return opened;
    } catch (RuntimeException e) {
      opened.values().forEach(Secret::close);
      throw e;
    }
  }
}
