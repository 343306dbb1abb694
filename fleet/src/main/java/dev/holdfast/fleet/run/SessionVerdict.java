package dev.holdfast.fleet.run;

import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.guard.SessionEnd;
import dev.holdfast.guard.SessionReport;
import java.util.regex.Pattern;

/// Decides what a guarded session was worth, from what the guard saw, how borg ended and how `borg
/// serve` ended. The guard's word comes first.
final class SessionVerdict {
  private static final Pattern FULL =
      Pattern.compile(
          "InsufficientFreeSpaceError|StorageQuotaExceeded|No space left on device|Disk quota exceeded");

  private static final Pattern DAMAGED = Pattern.compile("IntegrityError|CheckNeeded");

  private SessionVerdict() {}

  /// The report of a session that did what it should.
  ///
  /// @throws FleetException otherwise; a refusal also becomes a finding
  static SessionReport accepted(RunContext context, GuardedBorg.Ended ended) {
    var report = completed(context, ended);
    if (!BorgEnding.succeeded(ended.exit(), ended.transcript())) {
      throw failure(context, ended);
    }
    return report;
  }

  /// The report of a session that both sides ended in order, whatever borg itself says of it.
  ///
  /// @throws FleetException otherwise; a refusal also becomes a finding
  static SessionReport completed(RunContext context, GuardedBorg.Ended ended) {
    var target = context.target();
    if (ended.report().isEmpty()) {
      throw failure(context, ended);
    }
    var report = ended.report().get();
    switch (report.end()) {
      case SessionEnd.Completed _ -> {}
      case SessionEnd.Refused refused -> throw refused(context, ended.client(), refused);
      case SessionEnd.DeadlinePassed(var name) ->
          throw new FleetException(
              ErrorCode.DEADLINE,
              "the session of %s was cut: %s".formatted(target.name(), name),
              "holdfast doctor " + target.name());
      case SessionEnd.Cut(var why) ->
          throw new FleetException(
              ErrorCode.INTERRUPTED,
              "the session of %s was cut: %s".formatted(target.name(), why),
              "start it again; everything that was acknowledged before is safe");
      case SessionEnd.MemorySpent _ ->
          throw new FleetException(
              ErrorCode.MEMORY_SPENT,
              "the controller has no memory left for the list of what %s stores and names"
                  .formatted(target.name()),
              "lower limits.runs, or give it more: HOLDFAST_JAVA_OPTIONS=-Xmx1g");
      case SessionEnd.Lost lost -> throw lost(context, lost, ended);
    }
    if (hostSaid(FULL, report)) {
      // Whatever borg says of it: after a write that failed nothing is committed.
      throw full(target);
    }
    return report;
  }

  private static FleetException failure(RunContext context, GuardedBorg.Ended ended) {
    if (BorgEnding.remembersNewer(ended.transcript())) {
      return olderThanRemembered(context, ended.client());
    }
    var own = ended.client().equals(GuardedBorg.CONTROLLER);
    if (!own && ended.report().filter(report -> hostSaid(DAMAGED, report)).isPresent()) {
      return damaged(context.target());
    }
    return BorgEnding.failure(
        context.target().name(), ended.client(), ended.exit(), ended.transcript());
  }

  /// A target's word only, and it may lie; but nobody else is left to say so when repository and
  /// ledger were put back together.
  private static FleetException olderThanRemembered(RunContext context, String client) {
    var target = context.target().name();
    var what =
        "borg on %s says that it has seen a newer state of the repository of %s than the one that %s shows now"
            .formatted(client, target, context.target().repository().host().name());
    var next =
        "if you have not put repository and ledger back yourself, compare with a head that you noted: holdfast audit %s --head; docs/user/findings.md says what to do"
            .formatted(target);
    context.log().finding(Finding.Kind.TARGET_REMEMBERS_NEWER, what, "", next);
    return new FleetException(ErrorCode.BORG_FAILED, what, next);
  }

  /// What the host says of itself; borg's client has no words of its own for a full disk there.
  private static boolean hostSaid(Pattern what, SessionReport report) {
    return report.serverFailures().stream().anyMatch(line -> what.matcher(line).find());
  }

  private static FleetException damaged(Target target) {
    var host = target.repository().host().name();
    return new FleetException(
        ErrorCode.REPOSITORY_DAMAGED,
        "%s says that the repository of %s holds damaged data".formatted(host, target.name()),
        "do not write to it; look at the disk of %s, then run: holdfast check %s"
            .formatted(host, target.name()));
  }

  private static FleetException full(Target target) {
    var host = target.repository().host().name();
    return new FleetException(
        ErrorCode.REPOSITORY_FULL,
        "the repository of %s cannot grow: the disk or the quota of %s is full"
            .formatted(target.name(), host),
        "free space on %s, then run: holdfast backup %s".formatted(host, target.name()));
  }

  private static FleetException refused(
      RunContext context, String clientName, SessionEnd.Refused refused) {
    var evidence = refused.reason().toString();
    var blamed = refused.reason().blames();
    if (blamed.isEmpty()) {
      return unusable(context, refused);
    }
    return switch (blamed.get()) {
      case CLIENT -> {
        if (clientName.equals(GuardedBorg.CONTROLLER)) {
          yield ownBorg(context, refused);
        }
        var target = context.target().name();
        var what =
            "%s tried what a backup never does, and was cut off: %s"
                .formatted(clientName, refused.detail());
        var next =
            "treat %s as taken over until you know why; its old archives are untouched: holdfast list %s"
                .formatted(clientName, target);
        context.log().finding(Finding.Kind.FORBIDDEN_CALL, what, evidence, next);
        yield new FleetException(ErrorCode.CALL_REFUSED, what, next);
      }
      case SERVER -> {
        var host = context.target().repository().host().name();
        var what =
            "%s answered what no repository host may answer, and the session was cut: %s"
                .formatted(host, refused.detail());
        var next =
            new KnownOpening(context).isKnown()
                ? "do not write to it; holdfast audit %s says whether it is still what the ledger says, docs/user/findings.md what to do"
                    .formatted(context.target().name())
                : "look at %s before the next backup; if you changed the repository of %s yourself, correct"
                        .formatted(host, context.target().name())
                    + " `repository.encryption` or keep its key with holdfast init";
        context.log().finding(Finding.Kind.SUSPECT_REPOSITORY_HOST, what, evidence, next);
        yield new FleetException(ErrorCode.REPOSITORY_HOST_SUSPECT, what, next);
      }
    };
  }

  /// Something that was there before is in the way, and nobody of this session has made it.
  private static FleetException unusable(RunContext context, SessionEnd.Refused refused) {
    var target = context.target().name();
    var what =
        "the session of %s was cut, and neither it nor %s is to blame: %s"
            .formatted(target, context.target().repository().host().name(), refused.detail());
    var next = LearntArchives.mend(context.target());
    context.log().finding(Finding.Kind.UNUSABLE_ARCHIVE, what, refused.reason().toString(), next);
    return new FleetException(ErrorCode.ARCHIVE_UNUSABLE, what, next);
  }

  /// The controller's own borg does one task; what it does beyond is a mistake of borg's, or the
  /// repository is not whole.
  private static FleetException ownBorg(RunContext context, SessionEnd.Refused refused) {
    var target = context.target().name();
    var what =
        "borg on the controller was cut off at the repository of %s: %s"
            .formatted(target, refused.detail());
    var next =
        "nothing is gone; holdfast check %s --verify-data shows whether the repository is whole; if it is, remove borg's cache in %s and try again"
            .formatted(target, context.ports().borgDirectory().orElse("the state directory"));
    context.log().finding(Finding.Kind.OWN_BORG_REFUSED, what, refused.reason().toString(), next);
    return new FleetException(ErrorCode.CALL_REFUSED, what, next);
  }

  /// One side vanished. Where `borg serve` could not even start, its exit status says so.
  private static FleetException lost(
      RunContext context, SessionEnd.Lost lost, GuardedBorg.Ended ended) {
    var serve = ended.serve();
    var target = context.target();
    var host = target.repository().host().name();
    return switch (lost.side()) {
      case SERVER -> {
        var exit = serve.await(context.limits().endDeadline());
        if (exit instanceof ExitStatus.Lost(var why)) {
          yield new FleetException(
              ErrorCode.CONNECTION_LOST,
              "the connection to %s broke during the run: %s".formatted(host, why),
              "holdfast doctor " + target.name());
        }
        if (ended.report().flatMap(SessionReport::serverVersion).isPresent()) {
          yield new FleetException(
              ErrorCode.BORG_FAILED,
              "borg serve on %s ended in the middle of the session: %s"
                  .formatted(host, serve.lastWords().isEmpty() ? exit : serve.lastWords()),
              "holdfast doctor " + target.name());
        }
        yield new FleetException(
            ErrorCode.BORG_MISSING,
            "borg serve ended on %s: %s"
                .formatted(host, serve.lastWords().isEmpty() ? exit : serve.lastWords()),
            "install borgbackup on %s, or set `borg` of that repository host to its path"
                .formatted(host));
      }
      case CLIENT ->
          ended.exit() instanceof ExitStatus.Exited
              ? failure(context, ended)
              : new FleetException(
                  ErrorCode.CONNECTION_LOST,
                  "the connection to %s broke during the run: %s"
                      .formatted(ended.client(), lost.why()),
                  "holdfast doctor " + target.name());
    };
  }
}
