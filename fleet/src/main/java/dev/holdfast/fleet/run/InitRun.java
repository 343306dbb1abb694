package dev.holdfast.fleet.run;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.guard.CreationRules;
import dev.holdfast.guard.SessionPolicy;
import dev.holdfast.secrets.Secret;
import java.util.List;
import java.util.Optional;

/// Creates a repository from the controller: the target has no part in it. Doing it again changes
/// nothing, but brings the controller's copy of the key up to date.
final class InitRun implements Run {
  private final boolean anew;

  /// @param anew make a new repository even where one is known to have been
  InitRun(boolean anew) {
    this.anew = anew;
  }

  @Override
  public Outcome.Done execute(RunContext context) {
    var target = context.target();
    var repository = target.repository();
    ensurePassphrase(context);
    context.log().step("connecting");
    var host = new Connections(context).repositoryHost();
    if (exists(context, host)) {
      keepKey(context, host);
      return existing(context);
    }
    refuseIfOneIsMissed(context);
    context.log().step("creating the repository on " + repository.host().name());
    create(context, host);
    keepKey(context, host);
    var shown =
        new RepositoryReading(context, host).asItIs().shown(RepositorySecrets.open(context));
    new RecordedRepository(context).created(shown);
    return done(
        "repository of %s created on %s (%s)"
            .formatted(
                target.name(), repository.host().name(), repository.encryption().borgName()));
  }

  private static Outcome.Done existing(RunContext context) {
    var target = context.target().name();
    var sentence = "repository of " + target + " exists already; its key is kept";
    return new RecordedRepository(context).state().identity().isPresent()
        ? done(sentence)
        : new Outcome.Done(
            sentence,
            Optional.empty(),
            List.of(
                "the ledger does not know the repository yet; look at it and accept it: holdfast ledger rebuild "
                    + target));
  }

  /// A repository that is gone is most often a disk that is not mounted. A new one in its place
  /// would take the place of its key as well, and with the key go the old archives.
  private void refuseIfOneIsMissed(RunContext context) {
    var target = context.target();
    var kept = target.repository().key().flatMap(context.ports().secrets()::find);
    kept.ifPresent(Secret::close);
    var known =
        kept.isPresent()
            || new RecordedRepository(context).state().identity().isPresent()
            || context.ports().journal().lastArchive(target.name()).isPresent();
    if (known && !anew) {
      throw new FleetException(
          ErrorCode.REPOSITORY_MISSING,
          "%s says that the repository of %s does not exist, but there was one before"
              .formatted(target.repository().host().name(), target.name()),
          "look for a disk that is not mounted there; to start with a new one: holdfast init --new "
              + target.name());
    }
  }

  private static Outcome.Done done(String sentence) {
    return new Outcome.Done(sentence, Optional.empty(), List.of());
  }

  /// Makes a passphrase where the secret store has none yet. It is kept before it is used: a run
  /// that dies in between leaves a passphrase without a repository, never the other way round.
  private static void ensurePassphrase(RunContext context) {
    // Two targets may share a passphrase; the second must find what the first has made.
    synchronized (context.ports().secrets()) {
      findOrMakePassphrase(context);
    }
  }

  private static void findOrMakePassphrase(RunContext context) {
    var repository = context.target().repository();
    if (!repository.encryption().hasPassphrase() || repository.passphrase().isEmpty()) {
      return;
    }
    var reference = repository.passphrase().get();
    var found = context.ports().secrets().find(reference);
    if (found.isPresent()) {
      found.get().close();
      return;
    }
    try (var passphrase = FreshPassphrase.from(context.ports().random())) {
      context.ports().secrets().keep(reference, passphrase);
    }
    context.log().step("generated a passphrase into " + reference);
  }

  private static boolean exists(RunContext context, HostConnection host) {
    try {
      var secrets = RepositorySecrets.openIfKept(context);
      new RepositoryReading(context, host).open(secrets);
      return true;
    } catch (FleetException e) {
      if (e.code() == ErrorCode.REPOSITORY_MISSING) {
        return false;
      }
      throw e;
    }
  }

  private static void create(RunContext context, HostConnection host) {
    var repository = context.target().repository();
    try (var borg = GuardedBorg.onController(context, host, false)) {
      var job =
          new GuardedBorg.Job(
              List.of("borg"),
              List.of("init", "--log-json", "--encryption", repository.encryption().borgName()),
              RepositorySecrets.passphraseOnly(context),
              _ -> {},
              memory ->
                  new GuardedBorg.Terms(
                      new SessionPolicy.Initialise(repository.path()), new CreationRules(memory)));
      borg.accepted(job);
      if (repository.encryption().keyIsOutside()) {
        keepKeyFile(context, borg);
      }
    }
  }

  private static void keepKeyFile(RunContext context, GuardedBorg borg) {
    var said =
        ShortCommand.run(
            context.scope(),
            borg.client(),
            Command.of("cat", borg.keyFile()),
            context.limits().socketDeadline());
    if (!said.succeeded()) {
      throw new FleetException(
          ErrorCode.BORG_FAILED,
          "borg made no key file for " + context.target().name(),
          "remove the new repository, then run: holdfast init " + context.target().name());
    }
    try {
      new Escrow(context).keep(KeyText.parse(said.output()));
    } catch (RefusedException e) {
      throw RepositoryTrouble.of(e, context.target());
    }
  }

  private static void keepKey(RunContext context, HostConnection host) {
    var repository = context.target().repository();
    if (!repository.encryption().hasPassphrase() || repository.encryption().keyIsOutside()) {
      return;
    }
    context.log().step("keeping a copy of the key");
    new RepositoryReading(context, host)
        .asItIs()
        .lockedKey(RepositorySecrets.passphraseOnly(context))
        .ifPresent(new Escrow(context)::keep);
  }
}
