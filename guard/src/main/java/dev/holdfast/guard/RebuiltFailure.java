package dev.holdfast.guard;

import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Reply;
import dev.holdfast.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// An error reply without anything that describes the repository host: no traceback, no system
/// description, no path. A class that borg's client knows stays, with as many arguments as it
/// needs.
final class RebuiltFailure {
  private static final Raw NEUTRAL = Raw.of("the repository");
  private static final Pattern SAFE = Pattern.compile("[0-9a-f]{64}|[0-9.]{1,20} ?[kMGTPEZY]?i?B");

  private static final long ENOSPC = 28;
  private static final long EDQUOT = 122;

  private record Known(int args, String line) {}

  private static final Map<String, Known> KNOWN =
      Map.ofEntries(
          known("DoesNotExist", 1, "the repository does not exist"),
          known("AlreadyExists", 1, "the repository exists already"),
          known("PathAlreadyExists", 1, "something else is in the repository's place"),
          known("ParentPathDoesNotExist", 1, "the repository's parent directory does not exist"),
          known("PathPermissionDenied", 1, "the repository host may not write to the repository"),
          known("PathNotAllowed", 1, "the repository host does not serve this repository"),
          known("InvalidRepository", 1, "this is no valid repository"),
          known("InvalidRepositoryConfig", 2, "the repository's configuration is broken"),
          known("AtticRepository", 1, "this is an Attic repository"),
          known("CheckNeeded", 1, "the repository is inconsistent and needs a check"),
          known("ObjectNotFound", 2, "an object is missing in the repository"),
          known("IntegrityError", 1, "data in the repository is damaged"),
          known("LockTimeout", 1, "the repository is locked by another session"),
          known("LockFailed", 2, "the repository cannot be locked"),
          known("LockError", 1, "the repository cannot be locked"),
          known("LockErrorT", 1, "the repository cannot be locked"),
          known("NotLocked", 1, "the repository's lock is gone"),
          known("NotMyLock", 1, "the repository's lock is somebody else's"),
          known("InsufficientFreeSpaceError", 2, "the repository host has too little free space"),
          known("StorageQuotaExceeded", 2, "the repository's quota is used up"));

  private RebuiltFailure() {}

  private static Map.Entry<String, Known> known(String name, int args, String line) {
    return Map.entry(name, new Known(args, line));
  }

  static Reply.Failure of(Reply.Failure failure) {
    if (isFullDisk(failure)) {
      return fullDisk(failure.id());
    }
    Known known = KNOWN.get(failure.exceptionClass());
    if (known == null) {
      return Reply.Failure.polite(
          failure.id(), "Repository host reports " + failure.exceptionClass() + ".");
    }
    List<Value> args = new ArrayList<>();
    for (int i = 0; i < known.args(); i++) {
      args.add(i < failure.args().size() ? safe(failure.args().get(i)) : NEUTRAL);
    }
    return new Reply.Failure(
        failure.id(),
        failure.exceptionClass(),
        args,
        List.of(Raw.of("Repository host: " + known.line() + ".")),
        List.of(Raw.of("")),
        false,
        Raw.of(""));
  }

  /// Borg asks for free space ahead of time, but tells of a disk that fills meanwhile only by its
  /// errno, which the client would take for any trouble.
  private static boolean isFullDisk(Reply.Failure failure) {
    return failure.exceptionClass().equals("OSError")
        && !failure.args().isEmpty()
        && failure.args().getFirst() instanceof Value.Int(long errno)
        && (errno == ENOSPC || errno == EDQUOT);
  }

  private static Reply.Failure fullDisk(long id) {
    return of(
        new Reply.Failure(
            id,
            "InsufficientFreeSpaceError",
            List.of(Raw.of("1 B"), Raw.of("0 B")),
            List.of(),
            List.of(),
            false,
            Raw.of("")));
  }

  private static Value safe(Value arg) {
    boolean harmless =
        arg instanceof Raw raw
            && raw.size() <= 64
            && raw.asText().filter(text -> SAFE.matcher(text).matches()).isPresent();
    return harmless ? arg : NEUTRAL;
  }
}
