package dev.holdfast.fleet.run;

/// One line that a borg client writes to its standard error under `--log-json` (documented in
/// Borg's manual, "All about JSON: how to develop frontends").
sealed interface BorgMessage {
  /// `archive_progress`.
  record Progress(long files, long originalBytes, long addedBytes) implements BorgMessage {}

  /// `log_message`; the id is empty where borg gives none.
  record Logged(String level, String id, String text) implements BorgMessage {
    boolean isError() {
      return level.equals("ERROR") || level.equals("CRITICAL");
    }

    boolean isWarning() {
      return level.equals("WARNING");
    }
  }

  /// Anything that is not JSON: a shell, sudo or the loader spoke.
  record Text(String line) implements BorgMessage {}
}
