package dev.holdfast.app;

import dev.holdfast.app.terminal.Sentences;
import dev.holdfast.fleet.failure.ErrorCode;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Tells what is wrong with a command line, in the form of every other failure.
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException e, String[] words) {
    var command = e.getCommandLine();
    var guesses =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : null;
    var next =
        guesses == null || guesses.isEmpty()
            ? command.getCommandSpec().qualifiedName() + " --help"
            : "did you mean " + String.join(" or ", guesses) + "?";
    command
        .getErr()
        .println(Sentences.failure(ErrorCode.USAGE, String.valueOf(e.getMessage()), next));
    return CommandLine.ExitCode.USAGE;
  }
}
