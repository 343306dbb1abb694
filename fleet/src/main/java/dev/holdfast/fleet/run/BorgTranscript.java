package dev.holdfast.fleet.run;

import java.util.ArrayList;
import java.util.List;

/// What a borg client said in one run, as far as a person or the outcome needs it. Bounded: the
/// first [#LINES_MAX] of each kind are kept, the rest is counted. Safe for several threads.
final class BorgTranscript {
  static final int LINES_MAX = 100;
  static final int LINE_CHARACTERS_MAX = 500;

  private final List<BorgMessage.Logged> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private long warningsDropped;

  synchronized void add(BorgMessage whole) {
    switch (cut(whole)) {
      case BorgMessage.Logged logged when logged.isError() -> {
        if (errors.size() < LINES_MAX) {
          errors.add(logged);
        }
      }
      case BorgMessage.Logged logged when logged.isWarning() -> addWarning(logged.text());
      case BorgMessage.Text(var text) -> {
        if (texts.size() < LINES_MAX) {
          texts.add(text);
        }
      }
      case BorgMessage.Logged _, BorgMessage.Progress _ -> {}
    }
  }

  /// A target could otherwise fill journals and reports with what it says.
  private static BorgMessage cut(BorgMessage message) {
    return switch (message) {
      case BorgMessage.Logged(var level, var id, var text) ->
          new BorgMessage.Logged(cut(level), cut(id), cut(text));
      case BorgMessage.Text(var line) -> new BorgMessage.Text(cut(line));
      case BorgMessage.Progress progress -> progress;
    };
  }

  private static String cut(String text) {
    return text.length() <= LINE_CHARACTERS_MAX
        ? text
        : text.substring(0, LINE_CHARACTERS_MAX) + "…";
  }

  private void addWarning(String text) {
    if (warnings.size() < LINES_MAX) {
      warnings.add(text);
    } else {
      warningsDropped++;
    }
  }

  /// Error lines in the order they came.
  synchronized List<BorgMessage.Logged> errors() {
    return List.copyOf(errors);
  }

  /// Warnings in the order they came; the last line counts those that were not kept.
  synchronized List<String> warnings() {
    var all = new ArrayList<>(warnings);
    if (warningsDropped > 0) {
      all.add("and " + warningsDropped + " more warnings");
    }
    return all;
  }

  /// The best single line for a person: borg's last error, else the last other line.
  synchronized String lastWords() {
    if (!errors.isEmpty()) {
      return errors.getLast().text();
    }
    return texts.isEmpty() ? "it said nothing" : texts.getLast();
  }

  /// Whether nothing that it said came from borg itself.
  synchronized boolean isPlainOnly() {
    return errors.isEmpty() && warnings.isEmpty();
  }

  /// Whether borg named this message id in an error.
  synchronized boolean hasErrorId(String id) {
    return errors.stream().anyMatch(error -> error.id().equals(id));
  }
}
