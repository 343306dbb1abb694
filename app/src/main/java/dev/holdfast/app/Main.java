package dev.holdfast.app;

import static java.util.Objects.requireNonNull;

import dev.holdfast.app.terminal.Sentences;
import dev.holdfast.app.terminal.Visible;
import dev.holdfast.fleet.config.ConfigException;
import dev.holdfast.fleet.run.Counted;
import dev.holdfast.fleet.run.Outcomes;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/// Where the product starts: one command line in, one exit code out.
public final class Main {
  private Main() {}

  /// Runs one command and exits.
  public static void main(String[] words) {
    System.exit(run(words));
  }

  static int run(String... words) {
    quieten(List.of(words).contains("--debug"));
    return line(new HoldfastCommand()).execute(words);
  }

  /// All commands, and how their failures are told.
  static CommandLine line(HoldfastCommand command) {
    var line = new CommandLine(command);
    // What follows the command of a command is its own, options included.
    requireNonNull(line.getSubcommands().get(ExecCommand.NAME)).setStopAtPositional(true);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (exception, _, _) -> explained(exception, command.options(), System.err))
        .setParameterExceptionHandler(new UsageErrors());
  }

  /// What libraries log is for us; what a person needs to know, Holdfast says itself.
  private static void quieten(boolean debug) {
    Logger.getLogger("").setLevel(debug ? Level.INFO : Level.OFF);
  }

  /// Tells a failure in two lines; only a bug, or `--debug`, shows where it came from.
  private static int explained(Exception exception, GlobalOptions options, PrintStream err) {
    if (options.debug) {
      var trace = new StringWriter();
      exception.printStackTrace(new PrintWriter(trace));
      trace.toString().lines().forEach(line -> err.println(Visible.text(line)));
    }
    if (exception instanceof ConfigException faulty) {
      faulty.faults().forEach(fault -> err.println(Visible.text(fault.toString())));
      err.println(
          Sentences.failure(
              faulty.code(),
              "the configuration has %s, listed above"
                  .formatted(Counted.of(faulty.faults().size(), "error")),
              faulty.nextStep()));
      return faulty.code().exitCode();
    }
    var failure = Outcomes.failed(exception);
    err.println(Sentences.failure(failure.code(), failure.sentence(), failure.nextStep()));
    return failure.code().exitCode();
  }
}
