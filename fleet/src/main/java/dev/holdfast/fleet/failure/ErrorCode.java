package dev.holdfast.fleet.failure;

/// Every way an action can fail that a person can act on. The id is an interface: scripts, alerts
/// and `docs/user/errors.md` refer to it, so a constant may be added but never renumbered.
public enum ErrorCode {
  USAGE("CLI-001", 2, Retry.NEVER),
  INTERRUPTED("CLI-002", 130, Retry.LATER),
  INTERNAL("CLI-003", 70, Retry.NEVER),
  COMMAND_MISSING("CLI-004", 127, Retry.AFTER_HUMAN),
  COMMAND_UNUSABLE("CLI-005", 126, Retry.AFTER_HUMAN),
  CONFIG_UNREADABLE("CFG-001", 3, Retry.AFTER_HUMAN),
  CONFIG_INVALID("CFG-002", 3, Retry.AFTER_HUMAN),
  UNKNOWN_TARGET("CFG-003", 3, Retry.AFTER_HUMAN),
  SECRET_MISSING("SEC-001", 4, Retry.AFTER_HUMAN),
  SECRET_EXPOSED("SEC-002", 4, Retry.AFTER_HUMAN),
  SECRET_UNREADABLE("SEC-003", 4, Retry.AFTER_HUMAN),
  SECRET_STORE_READ_ONLY("SEC-004", 4, Retry.AFTER_HUMAN),
  SECRET_CHANGED("SEC-005", 4, Retry.LATER),
  VAULT_UNCONFIGURED("VLT-001", 4, Retry.AFTER_HUMAN),
  VAULT_UNREACHABLE("VLT-002", 4, Retry.LATER),
  VAULT_UNTRUSTED("VLT-003", 4, Retry.AFTER_HUMAN),
  VAULT_UNAVAILABLE("VLT-004", 4, Retry.LATER),
  VAULT_LOGIN_REFUSED("VLT-005", 4, Retry.AFTER_HUMAN),
  VAULT_DENIED("VLT-006", 4, Retry.AFTER_HUMAN),
  VAULT_INTERCEPTED("VLT-007", 4, Retry.AFTER_HUMAN),
  HOST_UNREACHABLE("SSH-001", 5, Retry.LATER),
  HOST_KEY_UNKNOWN("SSH-002", 5, Retry.AFTER_HUMAN),
  HOST_KEY_CHANGED("SSH-003", 5, Retry.AFTER_HUMAN),
  LOGIN_REFUSED("SSH-004", 5, Retry.AFTER_HUMAN),
  PRIVATE_KEY_UNUSABLE("SSH-005", 5, Retry.AFTER_HUMAN),
  CONNECTION_LOST("SSH-006", 5, Retry.LATER),
  NO_COMMON_ALGORITHM("SSH-007", 5, Retry.AFTER_HUMAN),
  SOCKET_UNAVAILABLE("SSH-008", 5, Retry.AFTER_HUMAN),
  COMMAND_REFUSED("SSH-009", 5, Retry.AFTER_HUMAN),
  SSHD_NOT_CHANGED("SSH-010", 5, Retry.AFTER_HUMAN),
  BORG_MISSING("BRG-001", 6, Retry.AFTER_HUMAN),
  REPOSITORY_MISSING("BRG-002", 6, Retry.AFTER_HUMAN),
  REPOSITORY_EXISTS("BRG-003", 6, Retry.AFTER_HUMAN),
  REPOSITORY_LOCKED("BRG-004", 6, Retry.LATER),
  PASSPHRASE_WRONG("BRG-005", 6, Retry.AFTER_HUMAN),
  SOURCE_MISSING("BRG-006", 6, Retry.AFTER_HUMAN),
  REPOSITORY_FULL("BRG-007", 6, Retry.AFTER_HUMAN),
  ARCHIVE_MISSING("BRG-008", 6, Retry.NEVER),
  BORG_FAILED("BRG-009", 6, Retry.LATER),
  REPOSITORY_DAMAGED("BRG-010", 6, Retry.AFTER_HUMAN),
  REPOSITORY_PATH_REFUSED("BRG-011", 6, Retry.AFTER_HUMAN),
  NOT_PROVEN("BRG-012", 6, Retry.AFTER_HUMAN),
  PASSPHRASE_SHARED("KEY-001", 3, Retry.AFTER_HUMAN),
  KEY_MISSING("KEY-002", 6, Retry.NEVER),
  ESCROW_DIFFERS("KEY-003", 9, Retry.AFTER_HUMAN),
  LOGIN_KEY_NOT_CHANGED("KEY-004", 5, Retry.AFTER_HUMAN),
  FINDING_OPEN("RET-001", 9, Retry.AFTER_HUMAN),
  ACTION_NOT_CONFIGURED("RET-002", 3, Retry.AFTER_HUMAN),
  ARCHIVE_TOO_LARGE("RET-003", 9, Retry.AFTER_HUMAN),
  DESTINATION_UNUSABLE("RST-001", 6, Retry.AFTER_HUMAN),
  ARCHIVE_UNSAFE("RST-002", 7, Retry.AFTER_HUMAN),
  KIT_USELESS("KIT-001", 6, Retry.AFTER_HUMAN),
  CALL_REFUSED("GRD-001", 7, Retry.AFTER_HUMAN),
  REPOSITORY_HOST_SUSPECT("GRD-002", 7, Retry.AFTER_HUMAN),
  ARCHIVE_UNUSABLE("GRD-003", 7, Retry.AFTER_HUMAN),
  LEDGER_UNAVAILABLE("LDG-001", 9, Retry.LATER),
  LEDGER_BROKEN("LDG-002", 9, Retry.AFTER_HUMAN),
  REPOSITORY_UNKNOWN("LDG-003", 9, Retry.AFTER_HUMAN),
  REPOSITORY_TAMPERED("LDG-004", 7, Retry.AFTER_HUMAN),
  FINDING_MISSING("LDG-005", 9, Retry.NEVER),
  NOT_CONFIRMED("LDG-006", 9, Retry.AFTER_HUMAN),
  NOT_REWOUND("LDG-007", 9, Retry.AFTER_HUMAN),
  DEADLINE("RUN-001", 8, Retry.LATER),
  MEMORY_SPENT("RUN-002", 8, Retry.LATER);

  private final String id;
  private final int exitCode;
  private final Retry retry;

  ErrorCode(String id, int exitCode, Retry retry) {
    this.id = id;
    this.exitCode = exitCode;
    this.retry = retry;
  }

  /// The stable name, for example `SSH-003`.
  public String id() {
    return id;
  }

  /// What `holdfast` exits with when this is the worst that happened.
  public int exitCode() {
    return exitCode;
  }

  /// Whether trying again can help.
  public Retry retry() {
    return retry;
  }
}
