package dev.holdfast.fleet.config;

/// What becomes of archives once they are made.
public record Upkeep(KeepPolicy retention, Actions actions) {
  /// All stay, and nothing is done but backups.
  public static Upkeep standard() {
    return new Upkeep(KeepPolicy.standard(), Actions.standard());
  }
}
