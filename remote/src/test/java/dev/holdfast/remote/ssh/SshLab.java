package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.remote.shell.SocketWays;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.Secrets;
import dev.holdfast.testkit.SshKeyFile;
import dev.holdfast.testkit.ThrowawaySshd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Secrets in memory, and endpoints for throw-away servers.
final class SshLab implements Secrets {
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();

  SecretRef keep(String name, byte[] bytes) {
    kept.put(name, bytes.clone());
    return new SecretRef(SecretRef.Scheme.AGE, name);
  }

  SecretRef keep(String name, String text) {
    return keep(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Endpoint.Ssh endpoint(ThrowawaySshd sshd, SshKeyFile key) {
    return endpoint(sshd, key, List.of(sshd.knownHostsLine()));
  }

  Endpoint.Ssh endpoint(ThrowawaySshd sshd, SshKeyFile key, List<String> knownHosts) {
    return new Endpoint.Ssh(
        "web1",
        sshd.host(),
        sshd.port(),
        sshd.user(),
        keep(key.file().toString(), key.privateBytes()),
        Optional.empty(),
        Optional.empty(),
        knownHosts,
        List.of());
  }

  SshConnector connector() {
    return connector(Limits.defaults(), SocketWays.all());
  }

  SshConnector connector(Limits limits, SocketWays ways) {
    return new SshConnector(this, limits, ways, Surroundings.real());
  }

  /// Connects as usual, but waits no longer than this.
  SshConnector impatient(Duration connect, Duration keepAliveInterval, int keepAlivesLostMax) {
    var usual = Limits.defaults();
    var limits =
        new Limits(
            usual.runsMax(),
            usual.runsPerJumpHostMax(),
            connect,
            keepAliveInterval,
            keepAlivesLostMax,
            usual.socketDeadline(),
            usual.firstFrameDeadline(),
            usual.startDeadline(),
            usual.endDeadline(),
            usual.windowBudgetBytes(),
            usual.archive());
    return connector(limits, SocketWays.all());
  }

  @Override
  public Secret open(SecretRef ref) {
    return find(ref)
        .orElseThrow(() ->
            new SecretException(
                SecretException.Kind.MISSING, "The secret " + ref + " is missing.", "Keep it."));
  }

  @Override
  public Optional<Secret> find(SecretRef ref) {
    return Optional.ofNullable(kept.get(ref.locator())).map(b -> Secret.takeOver(b.clone()));
  }

  @Override
  public void keep(SecretRef ref, Secret secret) {
    secret.use(bytes -> kept.put(ref.locator(), bytes.clone()));
  }
}
