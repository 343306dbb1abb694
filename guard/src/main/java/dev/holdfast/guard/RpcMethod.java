package dev.holdfast.guard;

import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The calls that some policy permits. Every other call of `borg serve` is unknown here on purpose.
enum RpcMethod {
  OPEN("open"),
  GET("get"),
  PUT("put"),
  DELETE("delete"),
  COMMIT("commit"),
  ROLLBACK("rollback"),
  COUNT("__len__"),
  LOAD_KEY("load_key"),
  SAVE_KEY("save_key"),
  LIST("list"),
  SCAN("scan"),
  CHECK("check"),
  GET_FREE_NONCE("get_free_nonce"),
  COMMIT_NONCE_RESERVATION("commit_nonce_reservation");

  private static final int KEY_BYTES_MAX = 64 * 1024;

  private final String wireName;

  RpcMethod(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  static Optional<RpcMethod> named(String wireName) {
    return Arrays.stream(values()).filter(m -> m.wireName.equals(wireName)).findFirst();
  }

  /// What may follow the open.
  static Set<RpcMethod> allowed(SessionPolicy policy) {
    return switch (policy) {
      case SessionPolicy.Backup _ ->
          EnumSet.of(
              GET,
              PUT,
              DELETE,
              COMMIT,
              ROLLBACK,
              COUNT,
              LOAD_KEY,
              GET_FREE_NONCE,
              COMMIT_NONCE_RESERVATION);
      case SessionPolicy.ReadOnly _ -> EnumSet.of(GET, ROLLBACK, COUNT, LOAD_KEY);
      case SessionPolicy.Initialise _ ->
          EnumSet.of(
              PUT,
              COMMIT,
              ROLLBACK,
              COUNT,
              LOAD_KEY,
              SAVE_KEY,
              GET_FREE_NONCE,
              COMMIT_NONCE_RESERVATION);
      case SessionPolicy.Maintenance maintenance -> allowed(maintenance.task());
    };
  }

  private static Set<RpcMethod> allowed(MaintenanceTask task) {
    return switch (task) {
      case MaintenanceTask.DropArchives _ ->
          EnumSet.of(
              GET,
              PUT,
              DELETE,
              COMMIT,
              ROLLBACK,
              COUNT,
              LOAD_KEY,
              GET_FREE_NONCE,
              COMMIT_NONCE_RESERVATION);
      case MaintenanceTask.Compact _ -> EnumSet.of(GET, PUT, COMMIT, ROLLBACK, COUNT, LOAD_KEY);
      case MaintenanceTask.Check _ ->
          EnumSet.of(
              GET,
              ROLLBACK,
              COUNT,
              LOAD_KEY,
              LIST,
              SCAN,
              CHECK,
              GET_FREE_NONCE,
              COMMIT_NONCE_RESERVATION);
    };
  }

  /// Whether a failure leaves the transaction in a state that must not be committed.
  boolean writes() {
    return switch (this) {
      case PUT, DELETE, COMMIT, SAVE_KEY, COMMIT_NONCE_RESERVATION -> true;
      case OPEN, GET, ROLLBACK, COUNT, LOAD_KEY, LIST, SCAN, CHECK, GET_FREE_NONCE -> false;
    };
  }

  /// Whether `borg serve` may answer so.
  boolean mayReturn(Value value) {
    return switch (this) {
      case OPEN -> value instanceof Raw id && id.size() == ObjectId.BYTES;
      case GET -> value instanceof Raw object && object.size() <= ObjectId.OBJECT_BYTES_MAX;
      case LOAD_KEY -> value instanceof Raw key && key.size() <= KEY_BYTES_MAX;
      case COUNT -> value instanceof Value.Int(long count) && count >= 0;
      case LIST, SCAN -> value instanceof Value.Seq(var ids) && ids.stream().allMatch(this::isId);
      case CHECK -> value instanceof Value.Bool;
      case GET_FREE_NONCE ->
          value instanceof Value.Nil || (value instanceof Value.Int(long nonce) && nonce >= 0);
      case PUT, DELETE, COMMIT, ROLLBACK, SAVE_KEY, COMMIT_NONCE_RESERVATION ->
          value instanceof Value.Nil;
    };
  }

  private boolean isId(Value value) {
    return value instanceof Raw id && id.size() == ObjectId.BYTES;
  }

  static int keyBytesMax() {
    return KEY_BYTES_MAX;
  }
}
