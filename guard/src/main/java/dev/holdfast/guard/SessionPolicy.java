package dev.holdfast.guard;

import java.time.Duration;

/// What a session is for, and with it everything that it may do.
public sealed interface SessionPolicy {
  /// Where the repository is on its host. The client's own idea of the path is ignored.
  String repositoryPath();

  /// What is known of the repository from before.
  RepositoryPins pins();

  /// A target adds one archive. The session holds the exclusive lock.
  ///
  /// @param lockWait how long `borg serve` may wait for the lock, in whole seconds
  /// @param pins what must be the same as before
  record Backup(String repositoryPath, Duration lockWait, RepositoryPins pins)
      implements SessionPolicy {
    /// For a repository of which nothing is known.
    public Backup(String repositoryPath, Duration lockWait) {
      this(repositoryPath, lockWait, RepositoryPins.none());
    }
  }

  /// The controller's own borg lists or extracts. The session holds a shared lock.
  ///
  /// @param lockWait how long `borg serve` may wait for the lock, in whole seconds
  /// @param pins what must be the same as before
  record ReadOnly(String repositoryPath, Duration lockWait, RepositoryPins pins)
      implements SessionPolicy {
    /// For a repository of which nothing is known.
    public ReadOnly(String repositoryPath, Duration lockWait) {
      this(repositoryPath, lockWait, RepositoryPins.none());
    }
  }

  /// The controller's own borg executes one task. The session holds the exclusive lock.
  ///
  /// @param lockWait how long `borg serve` may wait for the lock, in whole seconds
  /// @param pins what must be the same as before
  record Maintenance(
      String repositoryPath, Duration lockWait, RepositoryPins pins, MaintenanceTask task)
      implements SessionPolicy {}

  /// The controller's own `borg init`: creates the repository, stores its key and an empty
  /// manifest.
  record Initialise(String repositoryPath) implements SessionPolicy {
    @Override
    public RepositoryPins pins() {
      return RepositoryPins.none();
    }
  }
}
