package dev.holdfast.borg.repository;

import java.util.Map;

/// Why a repository host did not do what it was asked.
public enum RepositoryFailure {
  /// Nothing is at the path.
  DOES_NOT_EXIST("there is no repository at this path"),
  /// Something else is at the path, or a repository that Borg 1.x does not read.
  NOT_A_REPOSITORY("what is at this path is not a repository of Borg 1.x"),
  /// `borg serve` was started for another path.
  PATH_NOT_ALLOWED("borg serve was restricted to another path than this repository's"),
  /// Somebody else uses it, and did not stop in time.
  LOCKED("somebody else holds the repository's lock"),
  /// The account on the repository host may not read or lock it.
  PERMISSION_DENIED("the account on the repository host may not use the repository"),
  /// The repository host found its own files damaged.
  DAMAGED("the repository is damaged, or needs borg check"),
  /// No object has this id.
  OBJECT_NOT_FOUND("the repository does not hold the object"),
  /// The disk or the quota is full.
  NO_SPACE("the repository host has too little free space"),
  /// What answered is not `borg serve`, or breaks its protocol.
  NOT_BORG("what answers on the repository host does not speak as borg serve 1.x does"),
  /// It went away in the middle.
  ENDED("borg serve ended before it had answered"),
  /// Any other error that `borg serve` reported.
  OTHER("borg serve reported an error");

  private static final Map<String, RepositoryFailure> BY_EXCEPTION =
      Map.ofEntries(
          Map.entry("DoesNotExist", DOES_NOT_EXIST),
          Map.entry("ParentPathDoesNotExist", DOES_NOT_EXIST),
          Map.entry("InvalidRepository", NOT_A_REPOSITORY),
          Map.entry("InvalidRepositoryConfig", NOT_A_REPOSITORY),
          Map.entry("AtticRepository", NOT_A_REPOSITORY),
          Map.entry("PathNotAllowed", PATH_NOT_ALLOWED),
          Map.entry("LockTimeout", LOCKED),
          Map.entry("LockFailed", PERMISSION_DENIED),
          Map.entry("PathPermissionDenied", PERMISSION_DENIED),
          Map.entry("PermissionError", PERMISSION_DENIED),
          Map.entry("IntegrityError", DAMAGED),
          Map.entry("CheckNeeded", DAMAGED),
          // A file of objects is gone.
          Map.entry("FileNotFoundError", DAMAGED),
          Map.entry("ObjectNotFound", OBJECT_NOT_FOUND),
          Map.entry("InsufficientFreeSpaceError", NO_SPACE),
          Map.entry("StorageQuotaExceeded", NO_SPACE),
          Map.entry("InvalidRPCMethod", NOT_BORG));

  private final String sentence;

  RepositoryFailure(String sentence) {
    this.sentence = sentence;
  }

  static RepositoryFailure ofException(String borgClass) {
    return BY_EXCEPTION.getOrDefault(borgClass, OTHER);
  }

  /// What happened, without a full stop.
  public String sentence() {
    return sentence;
  }
}
