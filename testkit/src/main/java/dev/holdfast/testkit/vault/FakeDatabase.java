package dev.holdfast.testkit.vault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A mount of the database engine, whose database is a list of logins, and the leases that keep
/// these alive.
final class FakeDatabase {
  private static final String MAX_TTL = "max_ttl";
  private static final String DEFAULT_TTL = "default_ttl";

  private record Role(long life, long lifeMax) {}

  private record Lease(String token, String user, String password, Role role, boolean renewed) {}

  private final Map<String, Role> roles = new TreeMap<>();
  private final Map<String, Lease> leases = new TreeMap<>();
  private final String mount;

  /// @param mount with a slash at its end
  FakeDatabase(String mount) {
    this.mount = mount;
  }

  FakeAnswer answer(FakeCall call, String path) {
    var name = path.substring(path.indexOf('/') + 1);
    return switch (path.replaceFirst("/.*", "")) {
      case "config" -> {
        call.permit("plugin_name", "connection_url", "allowed_roles", "username", "password");
        yield FakeAnswer.nothing();
      }
      case "roles" -> {
        call.permit("db_name", "creation_statements", DEFAULT_TTL, MAX_TTL);
        roles.put(name, new Role(call.whole(DEFAULT_TTL), call.whole(MAX_TTL)));
        yield FakeAnswer.nothing();
      }
      case "creds" ->
          roles.containsKey(name) && call.method().equals("GET")
              ? login(call, name)
              : FakeAnswer.errors(400, "unknown role: " + name);
      default -> FakeAnswer.errors(404, "unsupported path");
    };
  }

  private FakeAnswer login(FakeCall call, String name) {
    var role = roles.getOrDefault(name, new Role(0, 0));
    var id = mount + "creds/" + name + "/" + FakeTokens.fresh("lease");
    var lease =
        new Lease(
            call.token(), FakeTokens.fresh("v-user"), FakeTokens.fresh("password"), role, false);
    leases.put(id, lease);
    return FakeAnswer.ok(
        Map.of(
            "lease_id",
            id,
            "lease_duration",
            role.life(),
            "renewable",
            true,
            "data",
            Map.of("username", lease.user(), "password", lease.password())));
  }

  /// What becomes of a lease; empty if it is none of this mount.
  Optional<FakeAnswer> leased(FakeCall call) {
    var lease = leases.get(call.text("lease_id"));
    if (lease == null || !call.isWrite()) {
      return Optional.empty();
    }
    var id = call.text("lease_id");
    return switch (call.path()) {
      case "sys/leases/renew" -> {
        call.permit("lease_id", "increment");
        leases.put(
            id, new Lease(lease.token(), lease.user(), lease.password(), lease.role(), true));
        var life = Math.min(call.whole("increment"), lease.role().lifeMax());
        yield Optional.of(
            FakeAnswer.ok(Map.of("lease_id", id, "lease_duration", life, "renewable", true)));
      }
      case "sys/leases/revoke" -> {
        call.permit("lease_id", "sync");
        leases.remove(id);
        yield Optional.of(FakeAnswer.nothing());
      }
      case "sys/leases/lookup" -> {
        call.permit("lease_id");
        var data = new LinkedHashMap<String, Object>();
        data.put("id", id);
        data.put("last_renewal", lease.renewed() ? "2026-01-01T00:00:00Z" : null);
        yield Optional.of(FakeAnswer.data(data));
      }
      default -> Optional.empty();
    };
  }

  /// Takes the logins away that were leased by tokens that are no more.
  void keepOnly(Iterable<String> tokens) {
    var alive = new TreeMap<String, Boolean>();
    tokens.forEach(token -> alive.put(token, true));
    leases.values().removeIf(lease -> !alive.containsKey(lease.token()));
  }

  boolean accepts(String user, String password) {
    return leases.values().stream()
        .anyMatch(lease -> lease.user().equals(user) && lease.password().equals(password));
  }
}
