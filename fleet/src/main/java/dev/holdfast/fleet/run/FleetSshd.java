package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.secrets.SecretRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Prepares the sshd of hosts that are entered by signed keys.
public final class FleetSshd {
  /// `$1` sshd_config, `$2` the user, `$3` and `$4` the authorities' file and text, `$5` and `$6`
  /// the extension's. What is new is looked at before it is in its place, and again there; the
  /// running sshd reads it only after that. Says `unchanged` or `changed`.
  private static final String APPLY =
      """
      set -eu; umask 022; PATH=$PATH:/usr/sbin:/usr/local/sbin
      fail() { echo "$1" >&2; rm -f "$ca.new" "$ext.new" "$config.holdfast"; exit 1; }
      config=$1 user=$2 ca=$3 ext=$5
      [ "$(id -u)" = 0 ] || fail 'the login is not root'
      sshd=$(command -v sshd) && [ -f "$config" ] || fail "there is no sshd with $config"
      trusts() {
        told=$("$sshd" -T -f "$config" -C "user=$user,host=localhost,addr=127.0.0.1") || return 1
        printf '%s\\n' "$told" | sed -n 's/^trustedusercakeys //p'
      }
      now=$(trusts) || fail "sshd refuses $config as it is"
      case $now in none|"$ca") ;; *) fail "$user is let in by other authorities already, those of $now";; esac
      same() { [ -f "$1" ] && [ "$(cat "$1")" = "$(printf %s "$2")" ]; }
      if same "$ca" "$4" && same "$ext" "$6" && [ "$now" = "$ca" ]; then echo unchanged; exit 0; fi
      mkdir -p "${ext%/*}"
      printf %s "$4" >"$ca.new"; printf %s "$6" >"$ext.new"
      ssh-keygen -l -f "$ca.new" >/dev/null || fail 'the public key of the authority is none'
      cat "$ext.new" "$config" >"$config.holdfast"
      "$sshd" -t -f "$config.holdfast" || fail 'sshd refuses the new lines'
      rm -f "$config.holdfast"
      for f in "$ca" "$ext"; do rm -f "$f.old"; [ ! -e "$f" ] || cp -p "$f" "$f.old"; done
      sync; mv -f "$ca.new" "$ca"; mv -f "$ext.new" "$ext"
      if ! "$sshd" -t -f "$config" || [ "$(trusts)" != "$ca" ]; then
        for f in "$ca" "$ext"; do if [ -e "$f.old" ]; then mv -f "$f.old" "$f"; else rm -f "$f"; fi; done
        fail "sshd does not read $ext: $config has no line 'Include ${ext%/*}/*.conf'"
      fi
      pid=$("$sshd" -T -f "$config" | sed -n 's/^pidfile //p')
      [ ! -r "$pid" ] || kill -HUP "$(cat "$pid")"
      echo changed
      """;

  private final Fleet fleet;
  private final RunPorts ports;

  /// @param fleet the checked configuration
  public FleetSshd(Fleet fleet, RunPorts ports) {
    this.fleet = fleet;
    this.ports = ports;
  }

  /// What the hosts of these targets need that are entered by signed keys, bastions included.
  ///
  /// @param authority the public key, one line, of whoever signs for a reference
  /// @param config where each sshd has its configuration
  public List<SshdPlan> plan(
      List<Target> targets, Function<SecretRef, String> authority, String config) {
    var hosts = new LinkedHashMap<String, Endpoint.Ssh>();
    var signers = new LinkedHashMap<String, Set<SecretRef>>();
    for (var target : targets) {
      collect(target.endpoint(), hosts, signers);
      collect(target.repository().host().endpoint(), hosts, signers);
    }
    var plans = new ArrayList<SshdPlan>();
    hosts.forEach((place, host) -> {
      var lines = signers.getOrDefault(place, Set.of()).stream().map(authority).distinct();
      plans.add(new SshdPlan(host, lines.toList(), config));
    });
    return plans;
  }

  private static void collect(
      Endpoint endpoint, Map<String, Endpoint.Ssh> hosts, Map<String, Set<SecretRef>> signers) {
    if (endpoint instanceof Endpoint.Ssh ssh) {
      ssh.jumps().forEach(jump -> collect(jump, hosts, signers));
      if (isSigned(ssh)) {
        var place = ssh.user() + "@" + ssh.host() + ":" + ssh.port();
        hosts.putIfAbsent(place, ssh);
        signers.computeIfAbsent(place, _ -> new LinkedHashSet<>()).add(ssh.key());
      }
    }
  }

  private static boolean isSigned(Endpoint.Ssh host) {
    return host.key().scheme() == SecretRef.Scheme.VAULT_SSH;
  }

  /// Does it, over a connection of its own.
  ///
  /// @param user who may write there
  /// @param key lets that user in, and the usual ones at bastions that want signed keys; the keys
  ///   of the configuration if empty
  /// @return whether anything had to be done
  /// @throws FleetException if it cannot be done; then everything is as before
  public boolean apply(SshdPlan plan, String user, Optional<SecretRef> key) {
    var entered = entered(plan.host(), key).withUser(user);
    var arguments =
        List.of(
            plan.config(),
            plan.host().user(),
            plan.authoritiesFile(),
            plan.authoritiesText(),
            plan.extensionFile(),
            plan.extensionText());
    try (var scope = new RunScope();
        var connection = ports.connector().connect(entered)) {
      var said =
          ShortCommand.run(
              scope, connection, Command.script(APPLY, arguments), fleet.limits().socketDeadline());
      if (!said.succeeded()) {
        throw refused(plan, said.errors().strip().replaceAll("\\s*\n\\s*", "; "));
      }
      return !said.output().strip().equals("unchanged");
    }
  }

  private static FleetException refused(SshdPlan plan, String why) {
    return new FleetException(
        ErrorCode.SSHD_NOT_CHANGED,
        "the sshd of %s was left as it is: %s".formatted(plan.host().name(), why),
        "do by hand what --sshd shows, or log in as root (--login-user, --login-key)");
  }

  private static Endpoint.Ssh entered(Endpoint.Ssh host, Optional<SecretRef> key) {
    var jumps = host.jumps().stream().map(jump -> entered(jump, key)).toList();
    return key.filter(_ -> isSigned(host)).map(host::withKey).orElse(host).withJumps(jumps);
  }
}
