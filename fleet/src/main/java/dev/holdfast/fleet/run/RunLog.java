package dev.holdfast.fleet.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Tells the listener what happens in one run, and keeps its findings. Safe for several threads.
final class RunLog {
  /// More findings than this of one run say nothing new.
  static final int FINDINGS_MAX = 50;

  private static final Duration PROGRESS_INTERVAL_MIN = Duration.ofMillis(250);
  private static final Duration STEP_INTERVAL_MIN = Duration.ofSeconds(5);

  private final String target;
  private final RunListener listener;
  private final InstantSource clock;
  private final List<Finding> findings = new ArrayList<>();
  private Instant progressTold = Instant.EPOCH;
  private Instant stepTold = Instant.EPOCH;

  RunLog(String target, RunListener listener, InstantSource clock) {
    this.target = target;
    this.listener = listener;
    this.clock = clock;
  }

  void step(String sentence) {
    listener.on(new RunEvent.Step(target, sentence));
  }

  /// How far a long step is; told on now and then, however often it is said.
  void stillAt(String sentence) {
    synchronized (findings) {
      if (now().isBefore(stepTold.plus(STEP_INTERVAL_MIN))) {
        return;
      }
      stepTold = now();
    }
    step(sentence);
  }

  void warn(String message) {
    listener.on(new RunEvent.Warned(target, message));
  }

  /// Told on at most four times a second, however often a target says it.
  void progress(BorgMessage.Progress progress) {
    synchronized (findings) {
      if (now().isBefore(progressTold.plus(PROGRESS_INTERVAL_MIN))) {
        return;
      }
      progressTold = now();
    }
    listener.on(
        new RunEvent.Progress(
            target, progress.files(), progress.originalBytes(), progress.addedBytes()));
  }

  void finding(Finding.Kind kind, String what, String evidence, String nextStep) {
    var finding = new Finding(kind, target, now(), what, evidence, nextStep);
    synchronized (findings) {
      if (findings.size() >= FINDINGS_MAX) {
        return;
      }
      findings.add(finding);
    }
    listener.on(new RunEvent.FindingRaised(target, finding));
  }

  List<Finding> findings() {
    synchronized (findings) {
      return List.copyOf(findings);
    }
  }

  Instant now() {
    return clock.instant();
  }
}
