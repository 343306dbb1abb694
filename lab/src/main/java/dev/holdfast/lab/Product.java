package dev.holdfast.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The packaged product, started as operators start it: `./holdfast` as a child process, with a
/// home directory of its own.
///
/// @param launcher complete path of `holdfast`
/// @param home the controller's home, temporary files and Borg caches; programs in its `bin` come
///   before those of the machine
/// @param javaOptions words for the virtual machine; mostly empty
public record Product(Path launcher, Path home, String javaOptions) {
  /// No command of the lab takes longer.
  static final Duration RUN_TIME_MAX = Duration.ofMinutes(5);

  /// With nothing to tell the virtual machine.
  public Product(Path launcher, Path home) {
    this(launcher, home, "");
  }

  /// Runs it to its end.
  public Ran run(Path config, String... words) {
    return start(config, words).await();
  }

  /// Runs it to its end with a configuration on standard input.
  public Ran feed(String config, String... words) {
    var process = launch(Redirect.PIPE, Path.of("-"), words);
    var running = new Running(process);
    try (var input = process.getOutputStream()) {
      input.write(config.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return running.await();
  }

  /// Starts it, to be interrupted or killed.
  public Running start(Path config, String... words) {
    var process = launch(Redirect.PIPE, config, words);
    closeInput(process);
    return new Running(process);
  }

  /// Starts it, to be told something on its standard input.
  public Running ask(Path config, String... words) {
    return new Running(launch(Redirect.PIPE, config, words));
  }

  /// Runs it on our own terminal.
  ///
  /// @return its exit code
  public int show(Path config, String... words) {
    try {
      var process = launch(Redirect.INHERIT, config, words);
      closeInput(process);
      return waitFor(process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Process launch(Redirect output, Path config, String... words) {
    // A background job of a plain shell ignores Ctrl-C, one of nohup the end of its terminal, and
    // so
    // would all their children.
    var command =
        new ArrayList<>(List.of("env", "--default-signal=HUP,INT,TERM", launcher.toString()));
    command.addAll(List.of("--config", config.toString()));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectOutput(output).redirectError(output);
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.matches("(BORG|XDG|HOLDFAST)_.*"));
    environment.put("HOME", home.toString());
    environment.put("TMPDIR", home.resolve("tmp").toString());
    environment.put("STATE_DIRECTORY", home.resolve("state").toString());
    environment.put("PATH", home.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("HOLDFAST_BUILD", "never");
    environment.put("HOLDFAST_JAVA_OPTIONS", javaOptions);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void closeInput(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int waitFor(Process process) throws InterruptedException {
    if (!process.waitFor(RUN_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IllegalStateException("the product did not end within " + RUN_TIME_MAX);
    }
    return process.exitValue();
  }

  /// The product while it runs; both outputs are read to their ends all the time.
  public static final class Running {
    private final Process process;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final CompletableFuture<String> out = new CompletableFuture<>();
    private final CompletableFuture<String> err = new CompletableFuture<>();

    private Running(Process process) {
      this.process = process;
      drain(process.getInputStream(), heard, out);
      drain(process.getErrorStream(), told, err);
    }

    /// Waits for its end.
    public Ran await() {
      try {
        var exitCode = waitFor(process);
        return new Ran(exitCode, out.join(), err.join());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    /// What it has written to its standard output by now.
    public String heard() {
      return heard.toString(StandardCharsets.UTF_8);
    }

    /// What it has written to its standard error by now.
    public String told() {
      return told.toString(StandardCharsets.UTF_8);
    }

    /// Writes a line to its standard input, the last one.
    public void tell(String line) {
      try (var input = process.getOutputStream()) {
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// What Ctrl-C does.
    public void interrupt() {
      signal("INT");
    }

    /// What the kernel does when memory is short.
    public void kill() {
      signal("KILL");
    }

    /// What `kill` does.
    ///
    /// @param name of the signal, without SIG
    public void signal(String name) {
      try {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static void drain(
        InputStream stream, ByteArrayOutputStream heard, CompletableFuture<String> text) {
      Thread.ofVirtual()
          .start(() -> {
            try (stream) {
              stream.transferTo(heard);
              text.complete(heard.toString(StandardCharsets.UTF_8));
            } catch (IOException e) {
              text.completeExceptionally(e);
            }
          });
    }
  }
}
