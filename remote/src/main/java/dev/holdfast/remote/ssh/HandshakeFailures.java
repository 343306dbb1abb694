package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import java.net.ConnectException;
import java.util.Locale;
import java.util.Optional;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/// Says in words for a person why a login did not work.
final class HandshakeFailures {
  private HandshakeFailures() {}

  /// Whether another try may help: nobody listened, or the server hung up before it said who it is,
  /// as sshd does when too many knock at once.
  static boolean mayPass(Handshake handshake, Throwable failure) {
    return !handshake.isIdentified() && (isRefused(failure) || !isTimeout(failure));
  }

  static FleetException explain(Handshake handshake, LoginKeys keys, Throwable failure) {
    var verdict = handshake.verdict();
    if (verdict.isPresent()) {
      var refused = hostKey(handshake.endpoint(), verdict.get());
      if (refused.isPresent()) {
        return refused.get();
      }
      return isTimeout(failure) ? slow(handshake, failure) : login(handshake, keys, failure);
    }
    if (!handshake.isIdentified()) {
      return unreachable(handshake, failure);
    }
    var cause = handshake.failure().orElse(failure);
    var said = String.valueOf(cause.getMessage());
    if (said.contains("Unable to negotiate")) {
      return noCommonAlgorithm(handshake.endpoint(), said, cause);
    }
    if (said.contains("certificate") || said.contains("for key ID=")) {
      return badHostCertificate(handshake.endpoint(), said, cause);
    }
    return isTimeout(failure) ? slow(handshake, failure) : broken(handshake, cause);
  }

  static FleetException unknownName(Endpoint.Ssh to, Throwable cause) {
    return new FleetException(
        ErrorCode.HOST_UNREACHABLE,
        "The name %s of %s is unknown.".formatted(to.host(), to.name()),
        "Check the name with `getent hosts " + to.host() + "`.",
        cause);
  }

  private static Optional<FleetException> hostKey(Endpoint.Ssh to, HostKeyVerdict verdict) {
    var name = new HostName(to.host(), to.port());
    return switch (verdict) {
      case HostKeyVerdict.Trusted() -> Optional.empty();
      case HostKeyVerdict.Unknown(var seen) ->
          Optional.of(
              new FleetException(
                  ErrorCode.HOST_KEY_UNKNOWN,
                  "No host key is pinned for %s (%s); the server showed %s %s."
                      .formatted(to.name(), name.canonical(), seen.type(), seen.fingerprint()),
                  "Compare the fingerprint by another way, for example on the console of the host"
                      + " with `ssh-keygen -lf /etc/ssh/ssh_host_..._key.pub`, then add this line"
                      + " to its known hosts: "
                      + name.canonical()
                      + " "
                      + seen.line()));
      case HostKeyVerdict.Changed(var seen, var pinned) ->
          Optional.of(
              new FleetException(
                  ErrorCode.HOST_KEY_CHANGED,
                  "The host key of %s (%s) is not the pinned one: pinned %s, seen %s %s."
                      .formatted(
                          to.name(),
                          name.canonical(),
                          String.join(", ", pinned),
                          seen.type(),
                          seen.fingerprint()),
                  "Somebody may be in between. Find out whether the host was reinstalled before"
                      + " you pin a new key."));
      case HostKeyVerdict.Revoked(var seen) ->
          Optional.of(
              new FleetException(
                  ErrorCode.HOST_KEY_CHANGED,
                  "The host key of %s (%s) is marked as revoked: %s %s."
                      .formatted(to.name(), name.canonical(), seen.type(), seen.fingerprint()),
                  "Give the host a new key and pin that one."));
    };
  }

  private static FleetException login(Handshake handshake, LoginKeys keys, Throwable failure) {
    var to = handshake.endpoint();
    if (!saysNoToLogin(failure)) {
      return broken(handshake, handshake.failure().orElse(failure));
    }
    var offered = keys.pairs().size() > 1 ? "the key %s and its certificate" : "the key %s";
    return new FleetException(
        ErrorCode.LOGIN_REFUSED,
        "%s does not let %s in; it was offered %s."
            .formatted(to.name(), to.user(), offered.formatted(keys.fingerprint())),
        "Put the public key into ~%s/.ssh/authorized_keys on %s, and look at the log of its sshd."
            .formatted(to.user(), to.name()),
        failure);
  }

  private static boolean saysNoToLogin(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var isAuth =
          cause instanceof SshException ssh
              && ssh.getDisconnectCode()
                  == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
      var said = String.valueOf(cause.getMessage());
      if (isAuth || said.contains("authentication") || said.contains("Authentication")) {
        return true;
      }
    }
    return false;
  }

  private static FleetException unreachable(Handshake handshake, Throwable failure) {
    var to = handshake.endpoint();
    var place = new HostName(to.host(), to.port()).canonical();
    if (isRefused(failure)) {
      return unreachable(to, "nothing listens on " + place, "Is sshd running there?", failure);
    }
    if (isTimeout(failure)) {
      return unreachable(
          to, place + " does not answer in time", "Check the network and firewalls.", failure);
    }
    return unreachable(
        to,
        place + " hung up or does not speak SSH",
        "Check the port; an sshd that is flooded with logins hangs up too (MaxStartups).",
        failure);
  }

  private static FleetException unreachable(
      Endpoint.Ssh to, String why, String nextStep, Throwable cause) {
    return new FleetException(
        ErrorCode.HOST_UNREACHABLE,
        "%s cannot be reached: %s.".formatted(to.name(), why),
        nextStep,
        cause);
  }

  private static FleetException slow(Handshake handshake, Throwable failure) {
    var to = handshake.endpoint();
    return unreachable(
        to, "the login took too long", "Look at the load of " + to.name() + ".", failure);
  }

  private static FleetException noCommonAlgorithm(Endpoint.Ssh to, String said, Throwable cause) {
    return new FleetException(
        ErrorCode.NO_COMMON_ALGORITHM,
        "%s and this controller have no algorithm in common: %s".formatted(to.name(), clean(said)),
        "Update the SSH server of " + to.name() + ", or allow modern algorithms in its config.",
        cause);
  }

  private static FleetException badHostCertificate(Endpoint.Ssh to, String said, Throwable cause) {
    return new FleetException(
        ErrorCode.HOST_KEY_CHANGED,
        "The host certificate of %s is not valid: %s".formatted(to.name(), clean(said)),
        "Sign a new host certificate that names " + to.host() + ".",
        cause);
  }

  private static FleetException broken(Handshake handshake, Throwable cause) {
    var to = handshake.endpoint();
    var said = handshake.farewell().orElse(String.valueOf(cause.getMessage()));
    return new FleetException(
        ErrorCode.CONNECTION_LOST,
        "The connection to %s broke during the login: %s".formatted(to.name(), clean(said)),
        "Look at the log of its sshd.",
        cause);
  }

  private static boolean isRefused(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTimeout(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (cause instanceof java.util.concurrent.TimeoutException
          || said.contains("timeout")
          || said.contains("timed out")) {
        return true;
      }
    }
    return false;
  }

  /// Remote words on one line, without control characters and of bounded length.
  static String clean(String words) {
    var text = words.replaceAll("\\p{Cntrl}+", " ").strip();
    return text.length() <= 300 ? text : text.substring(0, 300) + "...";
  }
}
