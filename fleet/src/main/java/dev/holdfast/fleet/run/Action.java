package dev.holdfast.fleet.run;

/// What a run does for its target.
public enum Action {
  INIT,
  BACKUP,
  RESTORE,
  PRUNE,
  CHECK,
  COMPACT,
  ROTATE,
  ROTATE_LOGIN,
  /// Restores by a page of the recovery kit, to see that it can be done.
  KIT_TEST
}
