package dev.holdfast.fleet.run;

import dev.holdfast.fleet.host.ExitStatus;
import dev.holdfast.fleet.host.ExitStatus.Exited;
import dev.holdfast.guard.SessionReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a session of `borg check` says of a repository. Whatever is not known to be harmless keeps
/// it from being called sound.
sealed interface CheckVerdict {
  /// Borg found nothing wrong.
  record Sound(List<String> warnings) implements CheckVerdict {}

  /// Borg found damage.
  ///
  /// @param signs what borg says of it, at least one line
  /// @param inFiles if the repository host found it in its files; then borg looked at nothing else
  record Damaged(List<String> signs, boolean inFiles) implements CheckVerdict {}

  /// Borg failed before it could tell.
  record Untold() implements CheckVerdict {}

  /// What there is to judge by.
  ///
  /// @param exit of the controller's own borg
  /// @param client what it logged
  /// @param host what `borg serve` logged; its host's word, and perhaps not all of it
  record Evidence(
      ExitStatus exit, BorgTranscript client, BorgTranscript host, SessionReport report) {}

  /// Interrupted backups leave objects that no archive needs; borg calls them a problem.
  Pattern ORPHANS = Pattern.compile("\\d+ orphaned objects found!");

  /// Borg's summary, which says nothing by itself.
  String PROBLEMS = "Archive consistency check complete, problems found.";

  /// Message ids with which borg gives up at an object that is damaged or gone.
  Set<String> DAMAGE =
      Set.of(
          "IntegrityError",
          "IntegrityErrorBase",
          "DecompressionError",
          "Repository.CheckNeeded",
          "Repository.ObjectNotFound");

  /// The same as the repository host reports it: the call, then the error's class.
  Pattern UNREADABLE =
      Pattern.compile(
          "(?:get|list|scan|check|__len__): "
              + "(?:(?:IntegrityError|CheckNeeded|ObjectNotFound|FileNotFoundError): .*"
              + "|OSError: .*\\[Errno 5\\].*)");

  /// Borg answers a check with 0 if all is well and with 1 if not; everything else is a failure.
  static CheckVerdict of(CheckDepth depth, Evidence seen) {
    var inFiles = seen.report().checkPassed().filter(passed -> !passed).isPresent();
    if (inFiles) {
      return new Damaged(signsInFiles(seen), true);
    }
    var unlooked = depth.looksAtFiles() && seen.report().checkPassed().isEmpty();
    return switch (seen.exit()) {
      case Exited(var code) when code == 0 && unlooked -> new Untold();
      case Exited(var code) when code == 0 || code == 1 -> told(code, seen);
      case Exited _, ExitStatus.Signalled _, ExitStatus.Lost _ -> interrupted(seen);
    };
  }

  private static List<String> signsInFiles(Evidence seen) {
    var signs = new ArrayList<>(texts(seen.host()).toList());
    texts(seen.client()).filter(text -> !isSummary(text)).forEach(signs::add);
    if (signs.isEmpty()) {
      signs.add("the repository host found errors in its files and did not say which");
    }
    return List.copyOf(signs);
  }

  private static CheckVerdict told(int code, Evidence seen) {
    var errors = texts(seen.client()).toList();
    var orphans = errors.stream().filter(text -> ORPHANS.matcher(text).matches()).toList();
    var signs =
        errors.stream().filter(text -> !orphans.contains(text) && !isSummary(text)).toList();
    if (!signs.isEmpty()) {
      return new Damaged(signs, false);
    }
    if (code != 0 && orphans.isEmpty()) {
      return new Damaged(
          List.of("borg check ended with code %d: %s".formatted(code, lastOf(seen))), false);
    }
    return new Sound(
        Stream.of(orphans, seen.client().warnings(), seen.host().warnings())
            .flatMap(List::stream)
            .toList());
  }

  private static String lastOf(Evidence seen) {
    return seen.client().lastWords();
  }

  private static CheckVerdict interrupted(Evidence seen) {
    var unreadable =
        seen.report().serverFailures().stream()
            .filter(line -> UNREADABLE.matcher(line).matches())
            .toList();
    if (!unreadable.isEmpty()) {
      return new Damaged(unreadable, false);
    }
    var named =
        seen.client().errors().stream()
            .filter(error -> DAMAGE.contains(error.id()))
            .map(BorgMessage.Logged::text)
            .toList();
    return named.isEmpty() ? new Untold() : new Damaged(named, false);
  }

  private static boolean isSummary(String text) {
    return text.equals(PROBLEMS);
  }

  private static Stream<String> texts(BorgTranscript transcript) {
    return transcript.errors().stream().map(BorgMessage.Logged::text);
  }
}
