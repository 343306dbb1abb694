package dev.holdfast.lab.attacks;

import dev.holdfast.testkit.RealBorg;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// This machine's own borg, already loaded: every command is a fork of one python process, because
/// a hundred attacks need a thousand borgs and loading one takes longer than its work.
final class WarmBorg implements AutoCloseable {
  /// Reads one command per line: directory, file for the output, file for the errors, variables,
  /// `--`, arguments. Answers with the exit code.
  private static final String PROGRAM =
      """
      import os, sys, urllib.parse
      from borg.archiver import main
      for line in sys.stdin:
          words = [urllib.parse.unquote_plus(w) for w in line.rstrip('\\n').split(' ')]
          end = words.index('--')
          pid = os.fork()
          if pid == 0:
              code = 70
              try:
                  os.chdir(words[0])
                  flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                  os.dup2(os.open('/dev/null', os.O_RDONLY), 0)
                  os.dup2(os.open(words[1], flags, 0o600), 1)
                  os.dup2(os.open(words[2], flags, 0o600), 2)
                  for variable in words[3:end]:
                      name, value = variable.split('=', 1)
                      os.environ[name] = value
                  sys.argv = ['borg'] + words[end + 1:]
                  main()
                  code = 0
              except SystemExit as exit:
                  code = exit.code or 0
              finally:
                  sys.stdout.flush()
                  sys.stderr.flush()
                  os._exit(code)
          print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
      """;

  private final Process process;
  private final BufferedReader answers;
  private final Path output;
  private final Path errors;

  WarmBorg(Path directory) throws IOException {
    Files.createDirectories(directory);
    output = directory.resolve("borg.out");
    errors = directory.resolve("borg.err");
    var first = Files.readAllLines(Path.of("/usr/bin/borg")).getFirst();
    process =
        new ProcessBuilder(first.replaceFirst("^#! *", ""), "-c", PROGRAM)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  /// Runs one command to its end, whatever that is.
  RealBorg.Outcome run(Path directory, Map<String, String> environment, String... arguments) {
    var words =
        new ArrayList<>(List.of(directory.toString(), output.toString(), errors.toString()));
    environment.forEach((name, value) -> words.add(name + "=" + value));
    words.add("--");
    words.addAll(List.of(arguments));
    var line = String.join(" ", words.stream().map(w -> URLEncoder.encode(w, UTF_8)).toList());
    try {
      process.getOutputStream().write((line + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
      var code = answers.readLine();
      if (code == null) {
        throw new IOException("the loaded borg has ended");
      }
      return new RealBorg.Outcome(
          Integer.parseInt(code), Files.readString(output), Files.readString(errors));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs one command, which must succeed.
  String succeed(Path directory, Map<String, String> environment, String... arguments) {
    var outcome = run(directory, environment, arguments);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(String.join(" ", arguments) + ": " + outcome);
    }
    return outcome.output();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
