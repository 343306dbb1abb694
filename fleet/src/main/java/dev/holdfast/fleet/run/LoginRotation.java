package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.LoginKeyMaker;
import dev.holdfast.secrets.SecretRef;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Replaces the keys by which the controller logs in at a target and at its repository host. A key
/// is often used for many hosts, so it is replaced at each of them or at none.
final class LoginRotation implements Run {
  private final Fleet fleet;
  private final LoginKeyMaker keys;

  /// @param fleet whose hosts may be entered by the same key
  LoginRotation(Fleet fleet, LoginKeyMaker keys) {
    this.fleet = fleet;
    this.keys = keys;
  }

  @Override
  public Outcome.Done execute(RunContext context) {
    var refs = refs(context.target());
    if (refs.isEmpty()) {
      throw new FleetException(
          ErrorCode.KEY_MISSING,
          "%s and its repository host are entered without SSH".formatted(context.target().name()),
          "nothing is to be changed");
    }
    for (var ref : refs) {
      new LoginKeyChange(context, keys, ref, hosts(ref)).execute();
    }
    return new Outcome.Done(
        "the login key of %s is a new one: %s"
            .formatted(
                context.target().name(),
                String.join(", ", refs.stream().map(SecretRef::toString).toList())),
        Optional.empty(),
        List.of());
  }

  private static Set<SecretRef> refs(Target target) {
    var refs = new LinkedHashSet<SecretRef>();
    Stream.of(target.endpoint(), target.repository().host().endpoint())
        .forEach(endpoint -> {
          if (endpoint instanceof Endpoint.Ssh ssh) {
            refs.add(ssh.key());
          }
        });
    return refs;
  }

  /// All hosts that this key enters, each once.
  private List<Endpoint.Ssh> hosts(SecretRef ref) {
    var hosts = new LinkedHashMap<String, Endpoint.Ssh>();
    fleet
        .targets()
        .values()
        .forEach(target -> {
          collect(target.endpoint(), ref, hosts);
          collect(target.repository().host().endpoint(), ref, hosts);
        });
    return List.copyOf(hosts.values());
  }

  private static void collect(Endpoint endpoint, SecretRef ref, Map<String, Endpoint.Ssh> hosts) {
    if (endpoint instanceof Endpoint.Ssh ssh) {
      ssh.jumps().forEach(jump -> collect(jump, ref, hosts));
      if (ssh.key().equals(ref)) {
        hosts.putIfAbsent(ssh.user() + "@" + ssh.host() + ":" + ssh.port(), ssh);
      }
    }
  }
}
