package dev.holdfast.fleet.run;

import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.ledger.Shown;
import dev.holdfast.guard.BackupRules;
import dev.holdfast.guard.BackupTerms;
import dev.holdfast.guard.ContentRules;
import dev.holdfast.guard.Nonces;
import dev.holdfast.guard.Repository;
import dev.holdfast.guard.SessionPolicy;
import dev.holdfast.guard.SessionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// One guarded backup: connect both hosts, let borg on the target speak to `borg serve` through the
/// guard, then read the new archive back before saying that it exists.
final class BackupRun implements Run {
  @Override
  public Outcome.Done execute(RunContext context) {
    var target = context.target();
    var repository = target.repository();
    var scope = context.scope();
    var secrets = RepositorySecrets.open(context);
    var recorded = new RecordedRepository(context);
    // Opening the ledger takes as long as connecting; a broken one must stop the run before it.
    var opened = scope.fork(recorded::state);
    var connections = new Connections(context);
    context.log().step("connecting");
    var toHost = connections.to(repository.host().endpoint());
    var toTarget = connections.to(target.endpoint());
    var host = connections.ready(toHost, repository.host().endpoint());
    var starting = scope.fork(() -> ServeProcess.start(scope, host, repository, true));
    var reading = new RepositoryReading(context, host).unlockAhead(secrets);
    RunScope.await(opened, context.limits().connectDeadline(), "opening the ledger");
    var look = reading.firstLook(secrets);
    recorded.requireAsRecorded(look.shown());
    var unlocking = scope.fork(() -> SessionKey.of(context, secrets, look.lockedKey()));
    var again = new RepositoryReading(context, host).unlockAhead(secrets);
    var client = connections.ready(toTarget, target.endpoint());
    var plan = BackupPlan.of(target, context.log().now(), recorded.names());
    var serve = RunScope.await(starting, context.limits().connectDeadline(), "starting borg serve");
    context.log().step("creating " + plan.archive());
    recorded.starting(plan.archive());
    var key = RunScope.await(unlocking, context.limits().connectDeadline(), "unlocking the key");
    var rules = rules(context, recorded, key, plan);
    var ended = create(context, client, plan, new Guarding(key.secrets(), rules), serve);
    SessionReport report;
    try {
      report = SessionVerdict.accepted(context, client.name(), ended, serve);
    } catch (FleetException e) {
      throw afterRefusal(e, recorded, () -> again.shown(secrets));
    }
    requireCommit(context, report, plan);
    context.log().step("reading " + plan.archive() + " back");
    var read = again.readBack(plan.archive(), secrets);
    var archive = proven(context, read.archive(), plan);
    recorded.acknowledge(read.shown(), archive, report.clientBytes());
    return done(target, summary(archive, report.clientBytes()), ended.transcript());
  }

  /// What the target is given, and what is then held against it.
  private record Guarding(RepositorySecrets secrets, ContentRules rules) {}

  private static BackupRules rules(
      RunContext context, RecordedRepository recorded, SessionKey key, BackupPlan plan) {
    var repository =
        new Repository(key.key(), recorded::against, new Nonces(recorded.nonces()), key.answer());
    var name = new ArchiveName(plan.archive());
    return new BackupRules(repository, BackupTerms.standard(name, context.ports().clock()));
  }

  private static GuardedBorg.Ended create(
      RunContext context,
      HostConnection client,
      BackupPlan plan,
      Guarding guarding,
      ServeProcess serve) {
    var target = context.target();
    var policy = target.policy();
    try (var socket = client.deliverSocket(context.limits().socketDeadline())) {
      context.scope().keep(socket);
      var job =
          new GuardedBorg.Job(
              target.borg(),
              plan.arguments(target),
              Map.of(),
              guarding.secrets(),
              _ -> {},
              new SessionPolicy.Backup(
                  target.repository().path(), policy.lockWait(), KnownRepository.pins(context)),
              guarding.rules(),
              SessionLimits.of(policy));
      return new GuardedBorg(context, client, socket).run(job, serve);
    }
  }

  /// After an attack the controller looks for itself whether everything is as it was.
  private static FleetException afterRefusal(
      FleetException refusal, RecordedRepository recorded, Supplier<Shown> shown) {
    if (refusal.code() == ErrorCode.CALL_REFUSED) {
      recorded.requireAsRecorded(shown.get());
    }
    return refusal;
  }

  /// A target that stored nothing may not point at an archive that it made before.
  private static void requireCommit(RunContext context, SessionReport report, BackupPlan plan) {
    if (!report.committed()) {
      throw notProven(context, plan);
    }
  }

  /// Borg's word is not enough: what the repository host shows to us decides.
  private static ArchiveMetadata proven(
      RunContext context, Optional<ArchiveMetadata> archive, BackupPlan plan) {
    if (archive.isPresent() && archive.get().name().value().equals(plan.archive())) {
      return archive.get();
    }
    throw notProven(context, plan);
  }

  private static FleetException notProven(RunContext context, BackupPlan plan) {
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

  /// Warnings of borg stay warnings. But an archive without a file, made from sources of which none
  /// exists, is no backup.
  private static Outcome.Done done(
      Target target, ArchiveSummary archive, BorgTranscript transcript) {
    var warnings = new ArrayList<>(transcript.warnings());
    transcript.errors().forEach(error -> warnings.add(error.text()));
    var missing =
        target.policy().sources().stream()
            .filter(source -> warnings.stream().anyMatch(warning -> isMissing(source, warning)))
            .toList();
    if (archive.files() == 0 && missing.size() == target.policy().sources().size()) {
      throw new FleetException(
          ErrorCode.SOURCE_MISSING,
          "nothing was backed up from %s: none of its sources exists (%s)"
              .formatted(target.name(), String.join(", ", missing)),
          "correct `sources` of " + target.name());
    }
    return new Outcome.Done(
        "archive %s made and read back".formatted(archive.name()),
        Optional.of(archive),
        List.copyOf(warnings));
  }

  private static boolean isMissing(String source, String warning) {
    return warning.startsWith(source + ": ") && warning.contains("[Errno 2]");
  }
}
