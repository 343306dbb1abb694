package dev.holdfast.lab;

/// A child process that has ended.
///
/// @param exitCode what it ended with; 128 and the number of the signal that killed it
/// @param out its standard output
/// @param err its standard error
public record Ran(int exitCode, String out, String err) {
  /// Both outputs, for people.
  public String said() {
    return "exit code " + exitCode + "\n" + out + err;
  }
}
