package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.ArchiveLimits;
import dev.holdfast.fleet.config.Limits;
import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;

/// Fills what is not said from [Limits#defaults].
final class LimitsReader {
  private final Fields fields;

  private LimitsReader(Fields fields) {
    this.fields = fields;
  }

  static Limits read(Fields fields) {
    return new LimitsReader(fields).limits(Limits.defaults());
  }

  private Limits limits(Limits usual) {
    return new Limits(
        or(LimitKeys.RUNS, usual.runsMax()),
        or(LimitKeys.RUNS_PER_JUMP_HOST, usual.runsPerJumpHostMax()),
        or(LimitKeys.CONNECT, usual.connectDeadline()),
        or(LimitKeys.KEEP_ALIVE, usual.keepAliveInterval()),
        or(LimitKeys.KEEP_ALIVES_LOST, usual.keepAlivesLostMax()),
        or(LimitKeys.SOCKET, usual.socketDeadline()),
        or(LimitKeys.FIRST_FRAME, usual.firstFrameDeadline()),
        or(LimitKeys.START, usual.startDeadline()),
        or(LimitKeys.END, usual.endDeadline()),
        or(LimitKeys.WINDOW_BUDGET, usual.windowBudgetBytes()),
        archive(usual.archive()));
  }

  private ArchiveLimits archive(ArchiveLimits usual) {
    return new ArchiveLimits(
        or(LimitKeys.CLOCK_TOLERANCE, usual.clockTolerance()),
        fields.value(LimitKeys.ARCHIVE_ITEMS).map(Integer::longValue).orElse(usual.itemsMax()),
        or(LimitKeys.ARCHIVE_SIZE, usual.bytesMax()),
        or(LimitKeys.SESSION_CHUNKS, usual.chunksMax()));
  }

  private <T> T or(Key<T> key, T usual) {
    return fields.value(key).orElse(usual);
  }
}
