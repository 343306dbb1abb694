package dev.holdfast.remote.local;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.RunningCommand;
import dev.holdfast.remote.shell.Background;
import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process on the controller.
final class LocalCommand implements RunningCommand {
  private static final int SIGNALLED = 128;
  private static final Duration POLITENESS = Duration.ofMillis(500);
  // Java folds signals into the exit code as a shell does; these are the ones that end processes.
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "HUP", 2, "INT", 3, "QUIT", 6, "ABRT", 9, "KILL", 11, "SEGV", 13, "PIPE", 14, "ALRM",
          15, "TERM", 24, "XCPU");

  private final String host;
  private final Process process;
  private final PipeSink input;
  private final PipeSource output;
  private final PipeSource errors;

  LocalCommand(String host, Process process) {
    this.host = host;
    this.process = process;
    this.input = new PipeSink(process.getOutputStream());
    this.output = new PipeSource(process.getInputStream());
    this.errors = new PipeSource(process.getErrorStream());
  }

  @Override
  public ByteSink input() {
    return input;
  }

  @Override
  public ByteSource output() {
    return output;
  }

  @Override
  public ByteSource errors() {
    return errors;
  }

  @Override
  public ExitStatus await(Duration deadline) {
    if (!hasEnded(deadline.toMillis())) {
      throw new FleetException(
          ErrorCode.DEADLINE,
          "A command on %s has not ended within %d s.".formatted(host, deadline.toSeconds()),
          "Look at process " + process.pid() + ".");
    }
    var code = process.exitValue();
    var signal = SIGNALS.get(code - SIGNALLED);
    return signal == null ? new ExitStatus.Exited(code) : new ExitStatus.Signalled(signal);
  }

  /// Ends the input, then asks the whole tree of processes to end, then makes it end.
  @Override
  public void close() {
    output.close();
    errors.close();
    try {
      Background.await(Background.call("input-end", this::endInput), POLITENESS);
    } catch (IOException | TimeoutException e) {
      // The pipe is gone, or full with somebody waiting at it; the end of the process frees both.
    }
    if (!hasEnded(POLITENESS.toMillis())) {
      var tree = tree();
      tree.forEach(ProcessHandle::destroy);
      if (!hasEnded(POLITENESS.toMillis())) {
        tree.forEach(ProcessHandle::destroyForcibly);
        hasEnded(POLITENESS.toMillis());
      }
    }
  }

  /// Runs the action once the process is gone.
  void whenEnded(Runnable action) {
    var _ = process.onExit().thenRun(action);
  }

  private boolean endInput() throws IOException {
    input.end();
    return true;
  }

  private List<ProcessHandle> tree() {
    var tree = new ArrayList<>(process.descendants().toList());
    tree.add(process.toHandle());
    return tree;
  }

  private boolean hasEnded(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
