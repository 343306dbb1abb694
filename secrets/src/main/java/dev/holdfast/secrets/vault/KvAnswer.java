package dev.holdfast.secrets.vault;

/// What is at a path of a KV mount.
sealed interface KvAnswer {
  /// A secret.
  ///
  /// @param fields by name; zeroed by whoever drops it
  /// @param version its number; zero where the mount counts none
  record Present(Json fields, long version) implements KvAnswer {}

  /// Nothing, and as far as one can see there never was.
  record Absent() implements KvAnswer {}

  /// A version that was taken away.
  ///
  /// @param when as the server says it
  /// @param isDestroyed whether it is gone for good
  record Deleted(long version, String when, boolean isDestroyed) implements KvAnswer {}
}
