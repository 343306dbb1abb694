package dev.holdfast.guard;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every kind of recorded session: how borg is called, and what the guard must say to it. The order
/// is the one in which they are recorded into one repository.
enum Play {
  INIT(Policy.INITIALISE, null, "init -e repokey", ""),
  CREATE(Policy.BACKUP, null, "create ::one source", ""),
  CREATE_AGAIN(Policy.BACKUP, null, "create --stats ::two source", ""),
  CHECKPOINTS(
      Policy.BACKUP,
      null,
      "create --checkpoint-interval=1 --upload-ratelimit=20 ::three other",
      ""),
  LIST(Policy.READ_ONLY, null, "list", ""),
  LIST_ARCHIVE(Policy.READ_ONLY, null, "list ::one", ""),
  DIFF(Policy.READ_ONLY, null, "diff ::one two", ""),
  EXTRACT(Policy.READ_ONLY, null, "extract --dry-run ::one", ""),
  WITH_LOCK(Policy.BACKUP, null, "with-lock :: true", ""),
  COMPACT(Policy.BACKUP, null, "compact", ""),
  CHECK(Policy.BACKUP, Reason.CALL_NOT_ALLOWED, "check", ""),
  NEW_PASSPHRASE(
      Policy.BACKUP,
      Reason.CALL_NOT_ALLOWED,
      "key change-passphrase",
      "BORG_NEW_PASSPHRASE=correct horse"),
  RENAME(Policy.BACKUP, Reason.DELETE_NOT_ALLOWED, "rename ::one uno", ""),
  DELETE(Policy.BACKUP, Reason.DELETE_NOT_ALLOWED, "delete ::uno", ""),
  PRUNE(Policy.BACKUP, Reason.DELETE_NOT_ALLOWED, "prune --keep-last=1", ""),
  BREAK_LOCK(Policy.BACKUP, Reason.CALL_NOT_ALLOWED, "break-lock", ""),
  DESTROY(
      Policy.BACKUP, Reason.CALL_NOT_ALLOWED, "delete", "BORG_DELETE_I_KNOW_WHAT_I_AM_DOING=YES");

  private enum Policy {
    INITIALISE,
    BACKUP,
    READ_ONLY
  }

  private final Policy policy;
  private final @Nullable Reason refusal;
  private final String words;
  private final String variable;

  Play(Policy policy, @Nullable Reason refusal, String words, String variable) {
    this.policy = policy;
    this.refusal = refusal;
    this.words = words;
    this.variable = variable;
  }

  String[] arguments() {
    return words.split(" ", -1);
  }

  Map<String, String> environment() {
    int equals = variable.indexOf('=');
    return equals < 0
        ? Map.of()
        : Map.of(variable.substring(0, equals), variable.substring(equals + 1));
  }

  Optional<Reason> refusal() {
    return Optional.ofNullable(refusal);
  }

  boolean commits() {
    return refusal == null && policy != Policy.READ_ONLY;
  }

  String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".tape";
  }

  /// All were recorded in a repository of the mode repokey.
  SessionPolicy policy() {
    return policy(RepositoryPins.none().withTypeByte((byte) 3));
  }

  SessionPolicy policy(RepositoryPins pins) {
    Duration wait = Duration.ofSeconds(1);
    return switch (policy) {
      case INITIALISE -> new SessionPolicy.Initialise("/backups/web");
      case BACKUP -> new SessionPolicy.Backup("/backups/web", wait, pins);
      case READ_ONLY -> new SessionPolicy.ReadOnly("/backups/web", wait, pins);
    };
  }
}
