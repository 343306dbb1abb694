package dev.holdfast.app.terminal;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.ArchiveSummary;
import dev.holdfast.fleet.run.Finding;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunEvent;
import dev.holdfast.fleet.run.RunListener;
import dev.holdfast.fleet.run.RunRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One evening of a small fleet, told to every renderer: `web1` is fine, `db1` warns, `cafe` was
/// taken over and tries its luck with control characters.
final class Story {
  static final Instant BEGIN = Instant.parse("2026-11-20T01:00:00Z");
  static final String HOSTILE = "\u001b[2Jcafe\r\u202eevil\u0007\nerror SSH-001: forged";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Instant now = BEGIN;

  final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  final InstantSource clock = () -> now;

  void pass(Duration time) {
    now = now.plus(time);
  }

  String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  void tell(RunListener listener) {
    start(listener, "web1", OptionalLong.of(4_000_000_000L));
    start(listener, "db1", OptionalLong.empty());
    start(listener, "cafe", OptionalLong.empty());
    listener.on(new RunEvent.Step("web1", "connecting to web1.example.org"));
    listener.on(new RunEvent.Step("cafe", "connecting to " + HOSTILE));
    pass(Duration.ofSeconds(2));
    listener.on(new RunEvent.Progress("web1", 1_200, 500_000_000L, 1_000_000L));
    pass(Duration.ofSeconds(2));
    listener.on(new RunEvent.Progress("web1", 3_456, 1_000_000_000L, 12_345_678L));
    listener.on(new RunEvent.Progress("db1", 1, 999L, 500L));
    pass(Duration.ofSeconds(30));
    listener.on(new RunEvent.Progress("web1", 5_000, 4_100_000_000L, 20_000_000L));
    listener.on(new RunEvent.Warned("db1", "/var/lib/db/tmp: file changed while we backed it up"));
    listener.on(new RunEvent.FindingRaised("cafe", finding()));
    for (var record : records()) {
      listener.on(new RunEvent.Finished(record.target(), record));
    }
  }

  private void start(RunListener listener, String target, OptionalLong expectedBytes) {
    listener.on(new RunEvent.Started(target, Action.BACKUP, now, expectedBytes));
  }

  static Finding finding() {
    return new Finding(
        Finding.Kind.FORBIDDEN_CALL,
        "cafe",
        BEGIN.plusSeconds(34),
        "the target asked to delete what it has not written",
        "delete " + HOSTILE,
        "suspect cafe: look at it before its next backup");
  }

  static List<RunRecord> records() {
    return List.of(
        done("web1", List.of()),
        done("db1", List.of("/var/lib/db/tmp: file changed while we backed it up")),
        new RunRecord(
            "r-3",
            Action.BACKUP,
            "cafe",
            BEGIN,
            BEGIN.plusMillis(34_500),
            new Outcome.Failed(
                ErrorCode.CALL_REFUSED,
                "the guard cut the session of cafe: " + HOSTILE,
                "holdfast doctor cafe"),
            List.of(finding())));
  }

  static RunRecord checked(String target) {
    var outcome = new Outcome.Done("checked", Optional.empty(), List.of());
    var end = BEGIN.plusSeconds(1);
    return new RunRecord("r-" + target, Action.CHECK, target, BEGIN, end, outcome, List.of());
  }

  static RunRecord done(String target, List<String> warnings) {
    var archive =
        new ArchiveSummary(
            target + "-2026-11-20T01:00:00", "ab".repeat(32), 5_000, 4_100_000_000L, 20_000_000L);
    return new RunRecord(
        "r-" + target,
        Action.BACKUP,
        target,
        BEGIN,
        BEGIN.plusSeconds(185),
        new Outcome.Done("archive " + archive.name(), Optional.of(archive), warnings),
        List.of());
  }
}
