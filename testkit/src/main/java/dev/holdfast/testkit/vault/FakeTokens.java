package dev.holdfast.testkit.vault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Tokens, AppRoles with their secret ids, and answers that wait inside a token.
final class FakeTokens {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private record Wrapped(String path, String answer) {}

  private record Role(String id, Map<String, Object> settings, Map<String, Long> secretIds) {}

  final Map<String, List<String>> policiesByToken = new TreeMap<>();
  private final Map<String, Long> lives = new TreeMap<>();
  private final Map<String, Wrapped> wrapped = new TreeMap<>();
  private final Map<String, Role> roles = new TreeMap<>();

  static String fresh(String kind) {
    return kind + "-" + NUMBERS.incrementAndGet();
  }

  /// What anybody may ask.
  Optional<FakeAnswer> open(FakeCall call) {
    return switch (call.path()) {
      case "auth/approle/login" -> Optional.of(login(call));
      case "sys/wrapping/lookup" -> Optional.of(lookup(call));
      case "sys/wrapping/unwrap" -> Optional.of(unwrap(call));
      default -> Optional.empty();
    };
  }

  /// What a token's holder may ask of it.
  Optional<FakeAnswer> own(FakeCall call) {
    return switch (call.path()) {
      case "auth/token/lookup-self" ->
          Optional.of(
              FakeAnswer.data(
                  Map.of(
                      "id", call.token(),
                      "ttl", lives.getOrDefault(call.token(), 0L),
                      "renewable", true)));
      case "auth/token/renew-self" -> Optional.of(auth(call.token()));
      case "auth/token/revoke-self" -> {
        policiesByToken.remove(call.token());
        yield Optional.of(FakeAnswer.nothing());
      }
      default -> Optional.empty();
    };
  }

  /// What an administrator asks.
  Optional<FakeAnswer> admin(FakeCall call) {
    if (call.path().equals("auth/token/create")) {
      call.permit("policies", "ttl", "no_parent");
      var token = fresh("token");
      grant(token, call.texts("policies"), 3600);
      return Optional.of(auth(token));
    }
    if (call.path().equals("auth/token/revoke")) {
      call.permit("token");
      policiesByToken.remove(call.text("token"));
      return Optional.of(FakeAnswer.nothing());
    }
    return call.behind("auth/approle/role/").map(rest -> role(call, rest));
  }

  void grant(String token, List<String> policies, long life) {
    policiesByToken.put(token, policies);
    lives.put(token, life);
  }

  private FakeAnswer role(FakeCall call, String rest) {
    var name = rest.replaceFirst("/.*", "");
    if (rest.equals(name) && call.isWrite()) {
      call.permit(
          "token_policies",
          "token_ttl",
          "token_max_ttl",
          "token_type",
          "secret_id_ttl",
          "secret_id_num_uses",
          "secret_id_bound_cidrs",
          "token_bound_cidrs",
          "bind_secret_id");
      var older = roles.get(name);
      var settings = new LinkedHashMap<String, Object>();
      if (older != null) {
        settings.putAll(older.settings());
      }
      settings.putAll(call.body());
      roles.put(
          name,
          new Role(
              older == null ? fresh("role-id") : older.id(),
              settings,
              older == null ? new TreeMap<>() : older.secretIds()));
      return FakeAnswer.nothing();
    }
    var role = roles.get(name);
    if (role == null) {
      return FakeAnswer.missing();
    }
    if (rest.equals(name)) {
      return FakeAnswer.data(role.settings());
    }
    if (rest.equals(name + "/role-id")) {
      return FakeAnswer.data(Map.of("role_id", role.id()));
    }
    if (rest.equals(name + "/secret-id") && call.isWrite()) {
      call.permit("metadata", "cidr_list", "ttl", "num_uses");
      var id = fresh("secret-id");
      var uses = role.settings().get("secret_id_num_uses") instanceof Long number ? number : 0L;
      role.secretIds().put(id, uses == 0 ? Long.MAX_VALUE : uses);
      return FakeAnswer.data(Map.of("secret_id", id, "secret_id_accessor", fresh("accessor")));
    }
    return FakeAnswer.missing();
  }

  private FakeAnswer login(FakeCall call) {
    call.permit("role_id", "secret_id");
    if (call.text("role_id").isEmpty()) {
      return FakeAnswer.errors(400, "missing role_id");
    }
    if (call.text("secret_id").isEmpty()) {
      return FakeAnswer.errors(400, "missing secret_id");
    }
    for (var role : roles.values()) {
      var uses = role.secretIds().getOrDefault(call.text("secret_id"), 0L);
      if (role.id().equals(call.text("role_id")) && uses > 0) {
        if (isBoundElsewhere(role)) {
          return FakeAnswer.errors(
              400,
              "source address \"127.0.0.1\" unauthorized through CIDR restrictions on the secret"
                  + " ID: %!w(<nil>)");
        }
        role.secretIds().put(call.text("secret_id"), uses - 1);
        var token = fresh("login");
        var life = role.settings().get("token_ttl") instanceof Long seconds ? seconds : 3600L;
        grant(token, policies(role), life);
        return auth(token);
      }
    }
    return FakeAnswer.errors(400, "invalid role or secret ID");
  }

  private static boolean isBoundElsewhere(Role role) {
    return role.settings().get("secret_id_bound_cidrs") instanceof List<?> list
        && list.stream().noneMatch(cidr -> cidr.toString().startsWith("127."));
  }

  private static List<String> policies(Role role) {
    return role.settings().get("token_policies") instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  private FakeAnswer auth(String token) {
    return FakeAnswer.ok(
        Map.of(
            "auth",
            Map.of(
                "client_token",
                token,
                "renewable",
                true,
                "lease_duration",
                lives.getOrDefault(token, 3600L),
                "policies",
                policiesByToken.getOrDefault(token, List.of()))));
  }

  /// Puts an answer into a token.
  FakeAnswer wrap(FakeCall call, FakeAnswer answer) {
    var token = fresh("wrapping");
    wrapped.put(token, new Wrapped(call.path(), answer.body()));
    return FakeAnswer.ok(
        Map.of("wrap_info", Map.of("token", token, "ttl", 60L, "creation_path", call.path())));
  }

  private FakeAnswer lookup(FakeCall call) {
    call.permit("token");
    var found = wrapped.get(call.text("token"));
    return found == null
        ? FakeAnswer.errors(400, "wrapping token is not valid or does not exist")
        : FakeAnswer.data(Map.of("creation_path", found.path(), "creation_ttl", 60L));
  }

  private FakeAnswer unwrap(FakeCall call) {
    call.permit();
    var found = wrapped.remove(call.token());
    return found == null
        ? FakeAnswer.errors(400, "wrapping token is not valid or does not exist")
        : FakeAnswer.of(200, found.answer());
  }
}
