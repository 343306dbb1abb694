package dev.holdfast.fleet.run;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.KeyPlace;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.ledger.RepositoryState.Identity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gathers what recovery kits say, for several targets at once. A repository host that cannot be
/// reached makes a doubt, no failure: the kit is for bad days.
public final class FleetRecovery {
  private final Fleet fleet;
  private final RunPorts ports;
  private final FleetWork work;

  /// @param fleet the checked configuration
  public FleetRecovery(Fleet fleet, RunPorts ports) {
    this.fleet = fleet;
    this.ports = ports;
    this.work = new FleetWork(fleet);
  }

  /// The facts of each target.
  public List<RecoveryFacts> gather(List<Target> targets) {
    return work.each(targets, this::gather);
  }

  private RecoveryFacts gather(Target target, RunScope scope) {
    var context = RunContext.unheard(target, fleet.limits(), ports, scope);
    try {
      return gather(context);
    } catch (RuntimeException e) {
      return RecoveryFacts.failed(target, context.log().now(), Outcomes.failed(e));
    }
  }

  private static RecoveryFacts gather(RunContext context) {
    var key = key(context);
    var doubts = new ArrayList<String>();
    var known = context.ledger().state().identity().map(Identity::repository);
    if (known.isPresent() && key.isPresent() && !known.get().equals(key.get().repository())) {
      throw new FleetException(
          ErrorCode.KIT_USELESS,
          "the kept key of %s is that of another repository".formatted(context.target().name()),
          "keep the right one: holdfast init " + context.target().name());
    }
    var version = atHost(context, key, doubts);
    Optional<ObjectId> repository = key.map(KeyText::repository).or(() -> known);
    return new RecoveryFacts(
        context.target(), context.log().now(), key, repository, version, doubts, Optional.empty());
  }

  private static Optional<KeyText> key(RunContext context) {
    var repository = context.target().repository();
    if (!repository.encryption().hasPassphrase()) {
      return Optional.empty();
    }
    var reference = repository.key().orElseThrow();
    try (var kept = context.ports().secrets().open(reference)) {
      return Optional.of(
          KeyText.parse(kept.use(bytes -> new String(bytes, StandardCharsets.UTF_8))));
    } catch (RefusedException e) {
      throw new FleetException(
          ErrorCode.KIT_USELESS,
          "%s holds no key of borg: %s".formatted(reference, e.getMessage()),
          "keep the key again: holdfast init " + context.target().name());
    }
  }

  private static Optional<String> atHost(
      RunContext context, Optional<KeyText> key, List<String> doubts) {
    try {
      var host = new Connections(context).repositoryHost();
      var version = version(context, host);
      key.ifPresent(kept -> compare(context, host, kept, doubts));
      return version;
    } catch (FleetException e) {
      doubts.add("the repository was not looked at: " + e.sentence());
      return Optional.empty();
    }
  }

  private static Optional<String> version(RunContext context, HostConnection host) {
    var said =
        ShortCommand.run(
            context.scope(),
            host,
            Command.of(context.target().repository().host().borg(), "--version"),
            context.limits().endDeadline());
    return said.succeeded()
        ? BorgVersionLine.parse(said.output()).map(BorgVersionLine::toString)
        : Optional.empty();
  }

  /// A key on paper that the repository has no more is worth less than none.
  private static void compare(
      RunContext context, HostConnection host, KeyText kept, List<String> doubts) {
    var type = KnownRepository.typeOf(context.target().repository().encryption());
    if (type.place() != KeyPlace.REPOSITORY) {
      return;
    }
    var held =
        new RepositoryReading(context, host).lockedKey(RepositorySecrets.passphraseOnly(context));
    var same =
        held.map(key -> key.blob().fingerprint().equals(kept.blob().fingerprint())).orElse(false);
    if (!same) {
      doubts.add(
          "the repository holds another key than the controller's copy, which is on the page; "
              + "if the passphrase was changed, keep the new key first: holdfast init "
              + context.target().name());
    }
  }
}
