package dev.holdfast.fleet.run;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.RunningCommand;
import dev.holdfast.fleet.host.SingleUseSocket;
import dev.holdfast.guard.ContentRules;
import dev.holdfast.guard.GuardLimits;
import dev.holdfast.guard.GuardedChannel;
import dev.holdfast.guard.MemoryBudget;
import dev.holdfast.guard.OpenedRepository;
import dev.holdfast.guard.SessionPolicy;
import dev.holdfast.guard.SessionReport;
import dev.holdfast.secrets.Secret;
import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// One borg client on a host, its conversation with `borg serve` going through the guard.
///
/// The same for a target that backs itself up and for the controller's own borg: only the host of
/// the client and the policy of the session differ. Closing it takes the client's way to us, and
/// what lies beside it, from that host.
///
/// @param client where borg runs
/// @param socket the client's way to us
/// @param own whether it is the controller's
record GuardedBorg(
    RunContext context,
    HostConnection client,
    SingleUseSocket socket,
    ServeProcess serve,
    boolean own)
    implements AutoCloseable {
  /// What the controller is called where its own borg runs.
  static final String CONTROLLER = "the controller";

  /// What to run.
  ///
  /// @param program the words that start borg
  /// @param arguments of borg, the action first
  /// @param secrets the passphrase goes to standard input, a key file next to the socket
  /// @param output hears the standard output
  /// @param terms asked for once borg is at the door, which opens when they are there; if that
  ///   fails, so does the run; they get the memory of the session
  record Job(
      List<String> program,
      List<String> arguments,
      RepositorySecrets secrets,
      Consumer<ByteBuffer> output,
      Function<MemoryBudget.Share, Terms> terms) {}

  /// What a session is held against.
  ///
  /// @param policy what it may do
  /// @param rules what its objects may hold
  /// @param opened if the controller has opened the repository before borg does
  record Terms(SessionPolicy policy, ContentRules rules, Optional<OpenedRepository> opened) {
    /// For a borg that opens the repository itself.
    Terms(SessionPolicy policy, ContentRules rules) {
      this(policy, rules, Optional.empty());
    }
  }

  /// How it went.
  ///
  /// @param client where borg ran
  /// @param report of the guard; empty where borg never spoke to the repository host
  record Ended(
      String client,
      ServeProcess serve,
      ExitStatus exit,
      Optional<SessionReport> report,
      BorgTranscript transcript) {}

  /// The controller's own borg, with a `borg serve` and a socket for it alone.
  ///
  /// @param appendOnly ask `borg serve` for its own append-only mode as a second fence
  static GuardedBorg onController(RunContext context, HostConnection host, boolean appendOnly) {
    var controller = new Connections(context).controller();
    var repository = context.target().repository();
    var serve = ServeProcess.start(context.scope(), host, repository, appendOnly);
    var socket = controller.deliverSocket(context.limits().socketDeadline());
    return new GuardedBorg(context, controller, socket, serve, true);
  }

  /// Runs borg to its end, in a session that must do what it should.
  ///
  /// @throws FleetException otherwise
  Ended accepted(Job job) {
    var ended = run(job);
    SessionVerdict.accepted(context, ended);
    return ended;
  }

  /// Runs borg to its end; also when the session is refused, so that both ends tell their story.
  Ended run(Job job) {
    var scope = context.scope();
    var transcript = new BorgTranscript();
    var command = scope.keep(client.start(commandOf(job)));
    var drained = scope.fork(() -> drain(command.errors(), transcript));
    var heard = scope.fork(() -> hear(command.output(), job.output()));
    hand(job.secrets().passphrase(), command.input());
    var exit = scope.fork(() -> command.await(limits().deadlines().session()));
    var admission = new Door(scope, context.log(), context.limits()).open(socket);
    var _ = exit.whenComplete((_, _) -> giveUpWaiting(admission));
    var report = admitted(admission).map(peer -> judge(job, peer));
    socket.settle();
    var status = exitOf(exit, command);
    RunScope.await(drained, context.limits().endDeadline(), "the last words of borg");
    RunScope.await(heard, context.limits().endDeadline(), "the output of borg");
    return new Ended(own ? CONTROLLER : client.name(), serve, status, report, transcript);
  }

  private Command commandOf(Job job) {
    var encryption = context.target().repository().encryption();
    var variables = BorgWords.variables(context.target().name(), socket.remoteShell(), encryption);
    if (own) {
      var passing = socket.directory() + "/borg";
      variables.put("BORG_BASE_DIR", context.ports().borgDirectory().orElse(passing));
    }
    job.secrets().keyFile().ifPresent(this::place);
    if (encryption.keyIsOutside()) {
      variables.put("BORG_KEY_FILE", keyFile());
    }
    return BorgWords.client(job.program(), job.arguments(), variables);
  }

  /// Where borg finds a key that is not in the repository, or leaves one that it makes; it goes
  /// with the directory of the socket.
  String keyFile() {
    return socket.directory() + "/key";
  }

  private void place(Secret key) {
    var words = List.of(keyFile());
    try (var cat = client.start(Command.script("umask 077; cat >\"$1\"", words))) {
      hand(Optional.of(key), cat.input());
      if (!new ExitStatus.Exited(0).equals(cat.await(context.limits().socketDeadline()))) {
        throw new FleetException(
            ErrorCode.SOCKET_UNAVAILABLE,
            "the key cannot be placed on " + client.name(),
            "look for a full disk on " + client.name());
      }
    }
  }

  /// Once borg is gone nobody legal will come; a moment is left for a conversation that ended as
  /// quickly as it began.
  private static void giveUpWaiting(CompletableFuture<Duplex> admission) {
    var _ = admission.completeOnTimeout(null, 1, TimeUnit.SECONDS);
  }

  /// The wall clock of the session is the deadline of borg as well.
  private GuardLimits limits() {
    return SessionLimits.of(context.target().policy());
  }

  private Optional<Duplex> admitted(CompletableFuture<Duplex> admission) {
    return Optional.ofNullable(
        RunScope.await(admission, limits().deadlines().session(), "waiting for borg"));
  }

  private SessionReport judge(Job job, Duplex peer) {
    try (var memory = context.ports().memory()) {
      var terms = job.terms().apply(memory);
      var bench = context.ports().workbench();
      var channel =
          new GuardedChannel(terms.policy(), terms.rules(), limits(), bench, terms.opened());
      context.scope().keep(() -> channel.cut("the run was ended"));
      return channel.run(peer, serve);
    }
  }

  private ExitStatus exitOf(CompletableFuture<ExitStatus> exit, RunningCommand command) {
    try {
      return RunScope.await(exit, context.limits().endDeadline(), "the end of borg");
    } catch (FleetException e) {
      command.close();
      throw e;
    }
  }

  private static boolean hear(ByteSource output, Consumer<ByteBuffer> listener) {
    try {
      for (var chunk = output.next(); chunk != null; chunk = output.next()) {
        listener.accept(chunk);
      }
      return true;
    } catch (IOException _) {
      // The exit status tells that the connection is lost.
      return false;
    }
  }

  private BorgTranscript drain(ByteSource errors, BorgTranscript transcript) {
    var lines =
        new BorgLog(message -> {
          transcript.add(message);
          if (message instanceof BorgMessage.Progress progress) {
            context.log().progress(progress);
          }
        });
    try {
      for (var chunk = errors.next(); chunk != null; chunk = errors.next()) {
        lines.feed(chunk);
      }
    } catch (IOException _) {
      // The exit status tells that the connection is lost.
    }
    lines.end();
    return transcript;
  }

  /// Writes a secret to an input and ends it. A reader that is gone already tells why by its exit.
  private static void hand(Optional<Secret> secret, ByteSink input) {
    var written = secret.map(held -> held.use(bytes -> write(input, bytes))).orElse(true);
    try {
      if (written) {
        input.end();
      }
    } catch (IOException _) {
      // As above.
    }
  }

  private static boolean write(ByteSink input, byte[] bytes) {
    try {
      input.write(ByteBuffer.wrap(bytes));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
