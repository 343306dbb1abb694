package dev.holdfast.fleet.run;

/// Sees what happens in runs. Called by several threads; must be quick and never throw.
@FunctionalInterface
public interface RunListener {
  /// Takes the next event.
  void on(RunEvent event);
}
