package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.LoginKeyMaker;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.SecretStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One login key, replaced at all hosts that it enters. The new one is beside the old one
/// everywhere before it takes its place, and the old one goes last; so whatever dies, the key that
/// is kept enters every host. The line of the old public key, kept as `.retired`, marks a change
/// under way.
final class LoginKeyChange {
  private static final String RETIRED = ".retired";

  /// `$1` the old key, `$2` the new one: puts the new one below each line of the old one, with its
  /// options.
  private static final String INSTALL =
      """
      set -eu; umask 077; f=$HOME/.ssh/authorized_keys; n=$f.holdfast; found=
      : >"$n"
      while IFS= read -r line || [ -n "$line" ]; do
        case $line in *"$2"*) continue;; esac
        printf '%s\\n' "$line" >>"$n"
        case $line in *"$1"*)
          printf '%s\\n' "${line%%"$1"*}$2${line#*"$1"}" >>"$n"; found=1;; esac
      done <"$f"
      if [ -z "$found" ]; then rm -f "$n"; exit 3; fi
      sync; mv -f "$n" "$f"
      """;

  /// `$1` the old key, `$2` the new one, without which nothing is removed.
  private static final String RETIRE =
      """
      set -eu; umask 077; f=$HOME/.ssh/authorized_keys; n=$f.holdfast; found=
      : >"$n"
      while IFS= read -r line || [ -n "$line" ]; do
        case $line in *"$2"*) found=1;; *"$1"*) continue;; esac
        printf '%s\\n' "$line" >>"$n"
      done <"$f"
      if [ -z "$found" ]; then rm -f "$n"; exit 3; fi
      sync; mv -f "$n" "$f"
      """;

  private final RunContext context;
  private final LoginKeyMaker keys;
  private final SecretSlot slot;
  private final List<Endpoint.Ssh> hosts;

  /// @param hosts all that the key enters, at least one
  LoginKeyChange(RunContext context, LoginKeyMaker keys, SecretRef ref, List<Endpoint.Ssh> hosts) {
    this.context = context;
    this.keys = keys;
    this.slot = SecretSlot.of(context.ports().secrets(), ref);
    this.hosts = hosts;
  }

  void execute() {
    hosts.forEach(this::refuseCertificate);
    var seen = slot.secret().map(context.scope()::keep);
    var retired = retired();
    var oldLine = retired.use(bytes -> new String(bytes, StandardCharsets.US_ASCII));
    var pending = slot.pending();
    if (pending.isEmpty() && !keys.publicLine(hosts.getFirst()).equals(oldLine)) {
      // Everything was done but for this.
      mark().remove(retired);
      return;
    }
    var fresh = fresh(pending);
    var newLine = keys.publicLine(hosts.getFirst().withKey(pending.ref()));
    hosts.forEach(host -> install(host, oldLine, newLine));
    context.log().step("promoting the new login key");
    slot.replace(fresh, seen);
    hosts.forEach(host -> retire(host, oldLine, newLine));
    context.log().step("clearing up");
    pending.remove(fresh);
    mark().remove(retired);
  }

  private void refuseCertificate(Endpoint.Ssh host) {
    if (host.certificate().isPresent()) {
      throw new FleetException(
          ErrorCode.LOGIN_KEY_NOT_CHANGED,
          "%s is entered with a certificate, which is good for one key only".formatted(host.name()),
          "have a new key certified, and replace both in the configuration");
    }
  }

  private SecretSlot mark() {
    return new SecretSlot(
        slot.store(), new SecretRef(slot.ref().scheme(), slot.ref().locator() + RETIRED));
  }

  private Secret retired() {
    var found = mark().secret();
    if (found.isPresent()) {
      context.log().step("going on with the login key that is pending");
      return context.scope().keep(found.get());
    }
    var line = context.scope().keep(Secret.ofText(keys.publicLine(hosts.getFirst())));
    mark().write(line, SecretStore.NEVER_WRITTEN);
    return line;
  }

  private Secret fresh(SecretSlot pending) {
    var found = pending.secret();
    if (found.isPresent()) {
      return context.scope().keep(found.get());
    }
    context.log().step("making a new login key, pending in " + pending.ref());
    var key = context.scope().keep(keys.fresh());
    pending.write(key, SecretStore.NEVER_WRITTEN);
    return key;
  }

  private void install(Endpoint.Ssh host, String oldLine, String newLine) {
    var entering = host.withKey(slot.pending().ref());
    if (refusal(entering).isEmpty()) {
      return;
    }
    context.log().step("adding the new login key at " + host.name());
    if (!edit(host, INSTALL, oldLine, newLine)) {
      throw new FleetException(
          ErrorCode.LOGIN_KEY_NOT_CHANGED,
          "the new login key could not be added to ~/.ssh/authorized_keys of %s@%s (%s)"
              .formatted(host.user(), host.host(), host.name()),
          "add it there beside the old one, with the same options, and run this again: " + newLine);
    }
    refusal(entering)
        .ifPresent(refused -> {
          throw refused;
        });
  }

  /// Why the host does not let this key in; empty if it does.
  private Optional<FleetException> refusal(Endpoint.Ssh host) {
    try (var _ = context.ports().connector().connect(host)) {
      return Optional.empty();
    } catch (FleetException e) {
      if (e.code() == ErrorCode.LOGIN_REFUSED) {
        return Optional.of(e);
      }
      throw e;
    }
  }

  private void retire(Endpoint.Ssh host, String oldLine, String newLine) {
    context.log().step("removing the old login key at " + host.name());
    if (!edit(host.withKey(slot.pending().ref()), RETIRE, oldLine, newLine)) {
      throw new FleetException(
          ErrorCode.LOGIN_KEY_NOT_CHANGED,
          "the old login key could not be removed from ~/.ssh/authorized_keys of %s@%s (%s)"
              .formatted(host.user(), host.host(), host.name()),
          "remove it there, then run this again; the new one is in use: " + oldLine);
    }
  }

  private boolean edit(Endpoint.Ssh host, String script, String oldLine, String newLine) {
    try (var connection = context.ports().connector().connect(host)) {
      var command = Command.script(script, List.of(oldLine, newLine));
      var deadline = context.limits().socketDeadline();
      return ShortCommand.run(context.scope(), connection, command, deadline).succeeded();
    }
  }
}
