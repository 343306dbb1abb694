package dev.holdfast.app;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunRecord;
import java.util.Collection;
import java.util.List;

/// Exit codes of `holdfast`, as `docs/user/errors.md` lists them.
final class ExitCodes {
  static final int SUCCESS = 0;
  static final int WARNING = 1;

  /// An examination found something that keeps backups from working.
  static final int UNHEALTHY = 6;

  /// From worst to mildest: what a person must see first wins when targets end differently.
  private static final List<Integer> WORST_FIRST =
      List.of(
          ErrorCode.CALL_REFUSED.exitCode(),
          ErrorCode.INTERNAL.exitCode(),
          ErrorCode.LEDGER_BROKEN.exitCode(),
          ErrorCode.BORG_FAILED.exitCode(),
          ErrorCode.HOST_UNREACHABLE.exitCode(),
          ErrorCode.SECRET_MISSING.exitCode(),
          ErrorCode.CONFIG_INVALID.exitCode(),
          ErrorCode.DEADLINE.exitCode(),
          ErrorCode.INTERRUPTED.exitCode(),
          ErrorCode.USAGE.exitCode(),
          WARNING,
          SUCCESS);

  private ExitCodes() {}

  /// The code of several runs: that of the worst.
  static int ofRecords(Collection<RunRecord> records) {
    return worst(records.stream().map(record -> of(record.outcome())).toList());
  }

  /// The worst of several codes.
  static int worst(Collection<Integer> codes) {
    return WORST_FIRST.stream().filter(codes::contains).findFirst().orElse(SUCCESS);
  }

  static int of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> done.warnings().isEmpty() ? SUCCESS : WARNING;
      case Outcome.Failed failed -> failed.code().exitCode();
    };
  }
}
