package dev.holdfast.fleet.run;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.host.SingleUseSocket;
import dev.holdfast.guard.BackupRules;
import dev.holdfast.guard.MemoryBudget;
import dev.holdfast.guard.Nonces;
import dev.holdfast.guard.Repository;
import dev.holdfast.guard.SessionPolicy;
import dev.holdfast.guard.SessionReport;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// One guarded backup under way: connect both hosts, let borg on the target speak to `borg serve`
/// through the guard, then read the new archive back before saying that it exists.
///
/// Borg on the target starts while the controller still looks at the repository; nothing that it
/// says is heard before the look was fine.
final class Backup {
  private final RunContext context;
  private final RepositorySecrets secrets;
  private final CompletableFuture<Optional<OpenedKey>> own;
  private final RecordedRepository recorded;
  private final Connections connections;

  Backup(RunContext context) {
    this.context = context;
    this.secrets = RepositorySecrets.open(context);
    this.own = OpenedKey.kept(context, secrets);
    this.recorded = new RecordedRepository(context);
    this.connections = new Connections(context);
  }

  /// What was made.
  ///
  /// @param archive read back from the repository
  /// @param transcript of borg
  record Made(ArchiveSummary archive, BorgTranscript transcript) {}

  /// What there is before borg starts: everything that takes its time is under way at once.
  ///
  /// @param look at the repository, which may still last
  /// @param serve for the session
  /// @param again for the controller, after the session
  /// @param client the target
  private record Ready(
      Look look,
      CompletableFuture<ServeProcess> serve,
      RepositoryReading again,
      HostConnection client,
      CompletableFuture<SingleUseSocket> socket) {}

  Made make() {
    // Opening the ledger takes as long as connecting; a broken one must stop the run before it.
    var opening = context.scope().fork(recorded::names);
    var ready = connect();
    var locking = context.scope().fork(() -> sessionKey(ready.look()));
    var names = soon(opening, "opening the ledger");
    var plan = BackupPlan.of(context.target(), context.log().now(), names);
    var key = RunScope.await(locking, ready.look().deadline(), "unlocking the key");
    context.log().step("creating " + plan.archive());
    var serve = soon(ready.serve(), "starting borg serve");
    var ended = created(ready, plan, key, serve);
    var report = accepted(ready, ended);
    requireCommit(report, plan);
    context.log().step("reading " + plan.archive() + " back");
    var read = ready.again().readBack(plan.archive(), secrets);
    var archive = proven(read.archive(), plan);
    recorded.acknowledge(read.shown(), archive, report.clientBytes());
    return new Made(summary(archive, report.clientBytes()), ended.transcript());
  }

  private Ready connect() {
    context.log().step("connecting");
    var target = context.target();
    var vault = target.repository().host().endpoint();
    var toHost = connections.to(vault);
    var toTarget = connections.to(target.endpoint());
    var socket = context.scope().fork(() -> deliver(toTarget));
    var host = connections.ready(toHost, vault);
    var serve = ServeProcess.ahead(context, host);
    var inside = new RepositoryReading(context, host).with(own).over(serve);
    var look = Look.begin(context, inside, secrets);
    var client = connections.ready(toTarget, target.endpoint());
    return new Ready(look, serve, new RepositoryReading(context, host).with(own), client, socket);
  }

  private SingleUseSocket deliver(CompletableFuture<HostConnection> toTarget) {
    var client = connections.ready(toTarget, context.target().endpoint());
    return context.scope().keep(client.deliverSocket(context.limits().socketDeadline()));
  }

  private <T> T soon(CompletableFuture<T> task, String what) {
    return RunScope.await(task, context.limits().connectDeadline(), what);
  }

  private SessionKey sessionKey(Look look) throws RefusedException {
    var kept = RunScope.await(own, look.deadline(), "unlocking the key");
    return SessionKey.of(context, secrets, kept, () -> look.requireFine().look().lockedKey());
  }

  /// Whatever became of borg, a host that shows something else comes first.
  private GuardedBorg.Ended created(
      Ready ready, BackupPlan plan, SessionKey key, ServeProcess serve) {
    try {
      return create(ready, plan, key, serve);
    } finally {
      ready.look().requireFine();
    }
  }

  private GuardedBorg.Ended create(
      Ready ready, BackupPlan plan, SessionKey key, ServeProcess serve) {
    var target = context.target();
    var socket = soon(ready.socket(), "delivering the single-use socket");
    try (var borg = new GuardedBorg(context, ready.client(), socket, serve, false)) {
      var job =
          new GuardedBorg.Job(
              target.borg(),
              plan.arguments(target),
              key.secrets(),
              _ -> {},
              memory -> {
                var inside = ready.look().requireFine();
                recorded.starting(plan.archive());
                ready.again().begin();
                return new GuardedBorg.Terms(
                    session(), rules(key, plan, memory), Optional.of(inside.repository()));
              });
      return borg.run(job);
    }
  }

  private BackupRules rules(SessionKey key, BackupPlan plan, MemoryBudget.Share memory) {
    var repository =
        new Repository(key.key(), recorded::against, new Nonces(recorded.nonces()), key.answer());
    var name = new ArchiveName(plan.archive());
    return new BackupRules(repository, SessionLimits.terms(context, name), memory);
  }

  private SessionPolicy session() {
    return new SessionPolicy.Backup(
        context.target().repository().path(),
        context.target().policy().lockWait(),
        KnownRepository.pins(context));
  }

  /// After an attack the controller looks for itself whether everything is as it was, and has what
  /// the attacker stored removed at once: it was never committed.
  private SessionReport accepted(Ready ready, GuardedBorg.Ended ended) {
    try {
      return SessionVerdict.accepted(context, ended);
    } catch (FleetException e) {
      if (e.code() == ErrorCode.CALL_REFUSED) {
        cleanUp(ready);
      }
      throw e;
    }
  }

  /// @throws FleetException only if the host shows something else than the ledger says
  private void cleanUp(Ready ready) {
    var before = context.log().findings().size();
    try {
      ready.again().dropUncommitted(secrets, recorded::requireAsRecorded);
    } catch (FleetException e) {
      if (context.log().findings().size() > before) {
        throw e;
      }
      context
          .log()
          .warn(
              "what it stored was not committed, and stays on the host until the next backup: "
                  + e.sentence());
    }
  }

  /// A target that stored nothing may not point at an archive that it made before.
  private void requireCommit(SessionReport report, BackupPlan plan) {
    if (!report.committed()) {
      throw notProven(plan);
    }
  }

  /// Borg's word is not enough: what the repository host shows to us decides.
  private ArchiveMetadata proven(Optional<ArchiveMetadata> archive, BackupPlan plan) {
    if (archive.isPresent() && archive.get().name().value().equals(plan.archive())) {
      return archive.get();
    }
    throw notProven(plan);
  }

  private FleetException notProven(BackupPlan plan) {
    var sentence =
        "borg on %s reported success, but %s is not in the repository"
            .formatted(context.target().name(), plan.archive());
    context
        .log()
        .finding(
            Finding.Kind.ARCHIVE_NOT_PROVEN,
            sentence,
            "",
            "look at " + plan.repositoryHost() + " and at the target before the next backup");
    return new FleetException(
        ErrorCode.NOT_PROVEN, sentence, "holdfast list " + context.target().name());
  }

  private static ArchiveSummary summary(ArchiveMetadata archive, long addedBytes) {
    return new ArchiveSummary(
        archive.name().value(),
        archive.id().hex(),
        archive.size().files().orElse(0),
        archive.size().plainBytes().orElse(0),
        addedBytes);
  }
}
