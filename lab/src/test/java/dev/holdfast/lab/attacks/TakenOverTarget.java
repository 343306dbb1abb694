package dev.holdfast.lab.attacks;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.RunningCommand;
import dev.holdfast.fleet.host.SingleUseSocket;
import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A real host, except that its borg is the attacker's: where the controller starts [#PROGRAM], an
/// attack begins. It gets what borg gets, the passphrase and the way to the socket.
final class TakenOverTarget implements HostConnection {
  /// What a configuration calls the attacker's borg.
  static final String PROGRAM = "hostile-borg";

  /// What the attacker does with it.
  @FunctionalInterface
  interface Program {
    /// @param directory where the guard listens, at `s`; the key is at `key` where it is a file
    /// @param archive name that borg was told
    void run(Path directory, byte[] passphrase, String archive) throws Exception;
  }

  private final HostConnection host;
  private final Program program;
  private volatile @Nullable SingleUseSocket socket;

  TakenOverTarget(HostConnection host, Program program) {
    this.host = host;
    this.program = program;
  }

  @Override
  public String name() {
    return host.name();
  }

  @Override
  public SingleUseSocket deliverSocket(Duration deadline) {
    var delivered = host.deliverSocket(deadline);
    socket = delivered;
    return delivered;
  }

  @Override
  public RunningCommand start(Command command) {
    if (!command.words().contains(PROGRAM)) {
      return host.start(command);
    }
    var delivered = socket;
    if (delivered == null) {
      throw new IllegalStateException("borg was started before its socket was made");
    }
    return new Deed(program, Path.of(delivered.directory()), archive(command.words())).begin();
  }

  private static String archive(List<String> words) {
    return words.stream()
        .filter(word -> word.startsWith("::"))
        .map(word -> word.substring(2))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    host.close();
  }

  /// The attack as a process whose two outputs say nothing.
  private static final class Deed implements RunningCommand, ByteSink, ByteSource {
    private final Program program;
    private final Path directory;
    private final String archive;
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> passphrase = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    Deed(Program program, Path directory, String archive) {
      this.program = program;
      this.directory = directory;
      this.archive = archive;
    }

    Deed begin() {
      Thread.ofVirtual()
          .name("hostile borg")
          .start(() -> {
            try {
              program.run(directory, passphrase.join(), archive);
              exit.complete(0);
            } catch (Exception e) {
              exit.complete(2);
            } finally {
              exit.complete(3);
            }
          });
      return this;
    }

    @Override
    public ByteSink input() {
      return this;
    }

    @Override
    public void write(ByteBuffer bytes) {
      var copy = new byte[bytes.remaining()];
      bytes.get(copy);
      input.writeBytes(copy);
    }

    @Override
    public void flush() {}

    @Override
    public void end() {
      passphrase.complete(input.toByteArray());
    }

    @Override
    public ByteSource output() {
      return this;
    }

    @Override
    public ByteSource errors() {
      return this;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
      exit.join();
      return null;
    }

    @Override
    public ExitStatus await(Duration deadline) {
      try {
        return new ExitStatus.Exited(exit.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ExitStatus.Signalled("KILL");
      } catch (TimeoutException e) {
        throw new FleetException(
            ErrorCode.DEADLINE, "The attacker has not ended.", "Look at the attacker.", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      passphrase.completeExceptionally(new IOException("killed"));
      exit.complete(137);
    }
  }
}
