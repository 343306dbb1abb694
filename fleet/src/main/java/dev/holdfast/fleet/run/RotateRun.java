package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.secrets.SecretRef;
import java.util.List;
import java.util.Optional;

/// Gives a repository's key a new passphrase, or finishes what an earlier run of this kind began.
final class RotateRun implements Run {
  private final Fleet fleet;

  /// @param fleet whose targets must not share a passphrase
  RotateRun(Fleet fleet) {
    this.fleet = fleet;
  }

  @Override
  public Outcome.Done execute(RunContext context) {
    var target = context.target();
    var slots = slots(fleet, target, context.ports());
    var secrets = RepositorySecrets.open(context);
    var own = OpenedKey.kept(context, secrets);
    context.log().step("connecting");
    var host = new Connections(context).repositoryHost();
    var look = new RepositoryReading(context, host).with(own).firstLook(secrets);
    new RecordedRepository(context).requireAsRecorded(look.shown());
    var _ = new Escrow(context).requireSame(look.shown(), look.lockedKey());
    var rotation = new Rotation(context, host, slots, new Rotation.Before(secrets, look));
    var sentence =
        rotation.execute()
            ? "the new passphrase of %s that was begun is in place"
            : "%s has a new passphrase";
    return new Outcome.Done(
        (sentence + "; a new paper key is due: holdfast recovery-kit %1$s")
            .formatted(target.name()),
        Optional.empty(),
        List.of());
  }

  /// Where the passphrase and the key of a target are kept.
  record Slots(SecretSlot passphrase, SecretSlot key) {}

  /// @throws FleetException if this target's passphrase cannot be changed
  /// @throws dev.holdfast.secrets.SecretException if its secrets cannot be written
  static Slots slots(Fleet fleet, Target target, RunPorts ports) {
    var repository = target.repository();
    if (repository.passphrase().isEmpty() || repository.key().isEmpty()) {
      throw new FleetException(
          ErrorCode.KEY_MISSING,
          "the repository of %s has the mode %s: there is no key and no passphrase"
              .formatted(target.name(), repository.encryption().borgName()),
          "nothing is to be changed; a repository of another mode is made by holdfast init");
    }
    var passphrase = repository.passphrase().get();
    refuseShared(fleet, target, passphrase);
    return new Slots(
        SecretSlot.of(ports.secrets(), passphrase),
        SecretSlot.of(ports.secrets(), repository.key().get()));
  }

  private static void refuseShared(Fleet fleet, Target target, SecretRef passphrase) {
    fleet.targets().values().stream()
        .filter(other -> !other.name().equals(target.name()))
        .filter(other -> other.repository().passphrase().equals(Optional.of(passphrase)))
        .findFirst()
        .ifPresent(other -> {
          throw new FleetException(
              ErrorCode.PASSPHRASE_SHARED,
              "%s and %s share the passphrase %s, so it cannot be changed for one of them"
                  .formatted(target.name(), other.name(), passphrase),
              "keep a copy for each under a name of its own, and let repository.passphrase refer to it");
        });
  }
}
