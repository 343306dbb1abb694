package dev.holdfast.guard;

import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Request;
import dev.holdfast.wire.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/// Takes the arguments of a call that the guard knows, and writes calls with nothing else in them.
final class Arguments {
  private static final long LOCK_WAIT_SECONDS_MAX = 24 * 3600;

  private final SequencedMap<String, Value> given;

  Arguments(Request.Call call) {
    given = call.arguments();
  }

  /// A byte string of a length within bounds.
  Optional<Raw> raw(String name, int bytesMin, int bytesMax) {
    return given.get(name) instanceof Raw raw && raw.size() >= bytesMin && raw.size() <= bytesMax
        ? Optional.of(raw)
        : Optional.empty();
  }

  Optional<Raw> id() {
    return raw("id", ObjectId.BYTES, ObjectId.BYTES);
  }

  OptionalLong integer(String name) {
    return given.get(name) instanceof Value.Int(long number)
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  boolean isNil(String name) {
    return !given.containsKey(name) || given.get(name) instanceof Value.Nil;
  }

  boolean isFalse(String name) {
    return !given.containsKey(name) || new Value.Bool(false).equals(given.get(name));
  }

  /// A call with one or two of the client's own arguments.
  static Request.Call call(Request.Call from, SequencedMap<String, Value> arguments) {
    return new Request.Call(from.id(), from.method(), arguments);
  }

  static SequencedMap<String, Value> of(String name, Value value) {
    SequencedMap<String, Value> arguments = new LinkedHashMap<>();
    arguments.put(name, value);
    return arguments;
  }

  static SequencedMap<String, Value> of(String first, Value one, String second, Value two) {
    SequencedMap<String, Value> arguments = of(first, one);
    arguments.put(second, two);
    return arguments;
  }

  /// The open, of which the client decides nothing.
  static SequencedMap<String, Value> open(SessionPolicy policy) {
    return switch (policy) {
      case SessionPolicy.Backup(String path, Duration wait, _) ->
          open(path, wait, new OpenMode(false, true, true));
      case SessionPolicy.ReadOnly(String path, Duration wait, _) ->
          open(path, wait, new OpenMode(false, false, true));
      case SessionPolicy.Maintenance(String path, Duration wait, _, MaintenanceTask task) ->
          open(path, wait, new OpenMode(false, true, !(task instanceof MaintenanceTask.Compact)));
      // Append-only at creation would be written into the repository's configuration for good.
      case SessionPolicy.Initialise(String path) ->
          open(path, Duration.ofSeconds(1), new OpenMode(true, true, false));
    };
  }

  private record OpenMode(boolean create, boolean exclusive, boolean appendOnly) {}

  private static SequencedMap<String, Value> open(String path, Duration wait, OpenMode mode) {
    SequencedMap<String, Value> arguments = of("path", Raw.of(path));
    arguments.put("create", new Value.Bool(mode.create()));
    arguments.put(
        "lock_wait", new Value.Int(Math.clamp(wait.toSeconds(), 0, LOCK_WAIT_SECONDS_MAX)));
    arguments.put("lock", new Value.Bool(true));
    arguments.put("exclusive", new Value.Bool(mode.exclusive()));
    arguments.put("append_only", new Value.Bool(mode.appendOnly()));
    arguments.put("make_parent_dirs", new Value.Bool(false));
    return arguments;
  }

  /// The commit in its harmless form. The threshold stays away: the server's own is Borg's.
  ///
  /// @param compact whether to free what was deleted, which only one task may
  static SequencedMap<String, Value> commit(boolean compact) {
    SequencedMap<String, Value> arguments = of("save_space", new Value.Bool(false));
    arguments.put("compact", new Value.Bool(compact));
    arguments.put("cleanup_commits", new Value.Bool(false));
    return arguments;
  }

  /// A check that repairs nothing.
  ///
  /// @param secondsMax 0 for a whole check
  static SequencedMap<String, Value> check(long secondsMax) {
    SequencedMap<String, Value> arguments = of("repair", new Value.Bool(false));
    arguments.put("save_space", new Value.Bool(false));
    arguments.put("max_duration", new Value.Int(secondsMax));
    return arguments;
  }

  static SequencedMap<String, Value> none() {
    return new LinkedHashMap<>();
  }
}
