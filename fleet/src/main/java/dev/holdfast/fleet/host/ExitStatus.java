package dev.holdfast.fleet.host;

/// How a command ended.
public sealed interface ExitStatus {
  /// It ended by itself with this code, 0 to 255.
  record Exited(int code) implements ExitStatus {}

  /// A signal ended it; the name has no `SIG` in front.
  record Signalled(String signal) implements ExitStatus {}

  /// The way to the host broke before its end was seen.
  record Lost(String why) implements ExitStatus {}
}
