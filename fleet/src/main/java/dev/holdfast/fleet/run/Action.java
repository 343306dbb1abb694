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
  ROTATE_LOGIN
}
