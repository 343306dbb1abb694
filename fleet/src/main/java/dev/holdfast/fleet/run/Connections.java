package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.host.HostConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Opens the connections of a run at the same time, one per host.
final class Connections {
  private final RunContext context;

  Connections(RunContext context) {
    this.context = context;
  }

  /// Connects to the repository host.
  HostConnection repositoryHost() {
    var endpoint = context.target().repository().host().endpoint();
    return ready(to(endpoint), endpoint);
  }

  /// The controller itself, where its own borg runs.
  HostConnection controller() {
    return context
        .scope()
        .keep(context.ports().connector().connect(new Endpoint.Local("controller")));
  }

  /// Starts to connect.
  CompletableFuture<HostConnection> to(Endpoint endpoint) {
    return context
        .scope()
        .fork(() -> context.scope().keep(context.ports().connector().connect(endpoint)));
  }

  /// Waits for a connection; the connector has its own deadlines, so this one only backs them up.
  HostConnection ready(CompletableFuture<HostConnection> connection, Endpoint endpoint) {
    return RunScope.await(connection, deadline(endpoint), "connecting to " + endpoint.name());
  }

  private Duration deadline(Endpoint endpoint) {
    var hops = endpoint instanceof Endpoint.Ssh ssh ? ssh.jumps().size() + 1 : 1;
    return context.limits().connectDeadline().multipliedBy(4L * hops);
  }
}
