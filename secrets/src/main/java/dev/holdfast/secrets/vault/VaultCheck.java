package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// Asks the server what this login may do, and compares it with what is needed.
public final class VaultCheck {
  /// What no login of a controller needs.
  private static final List<String> STRANGE =
      List.of(
          "sys/policies/acl/holdfast-probe",
          "sys/auth/holdfast-probe",
          "sys/mounts/holdfast-probe",
          "auth/token/create",
          "auth/approle/role/holdfast-probe/secret-id");

  /// What the server permits to every token.
  private static final Set<String> EVERYBODYS = Set.of(VaultLease.RENEW);

  private static final String SELF = "sys/capabilities-self";

  private final VaultSession session;
  private final VaultKv kv;

  VaultCheck(VaultSession session, VaultKv kv) {
    this.session = session;
    this.kv = kv;
  }

  /// One path and what is right or wrong with it.
  ///
  /// @param path as policies spell it
  /// @param needed capabilities that are needed; none for a path that nobody needs
  /// @param has what the login may do there
  public record Line(String path, Set<String> needed, Set<String> has) {
    /// Needed, but not permitted.
    public Set<String> missing() {
      var missing = new TreeSet<>(needed);
      if (!has.contains("root")) {
        missing.removeAll(has);
      }
      return missing;
    }

    /// Permitted, but not needed.
    public Set<String> excess() {
      var excess = new TreeSet<>(has);
      excess.removeAll(needed);
      excess.remove("deny");
      return excess;
    }
  }

  /// What this login may do with what is needed, with its neighbours, and with the server itself.
  public List<Line> run(Collection<VaultNeed> needs) {
    var needed = paths(needs, List.of());
    var body = Map.of("paths", List.copyOf(needed.keySet()));
    return lines(needed, session.require(VaultRequest.post(SELF, body), "update"));
  }

  /// What a login by another role may do; this one must be permitted to make tokens. One that has
  /// the role's policies lives as long as the question.
  ///
  /// @param foreign what others need and this role does not
  /// @throws dev.holdfast.secrets.SecretException if there is no such role, too
  public List<Line> ofRole(
      VaultSetup.Wanted wanted, Collection<VaultNeed> needs, Collection<VaultNeed> foreign) {
    var create = Map.of("policies", policies(wanted), "ttl", "60s");
    var made = session.require(VaultRequest.post("auth/token/create", create), "update");
    try (var token = Secret.takeOver(made.body().at("auth", "client_token").copy().orElseThrow())) {
      made.body().zero();
      var needed = paths(needs, foreign);
      var body = Map.of("token", token, "paths", List.copyOf(needed.keySet()));
      try {
        return lines(
            needed, session.require(VaultRequest.post("sys/capabilities", body), "update"));
      } finally {
        end(token);
      }
    }
  }

  private List<String> policies(VaultSetup.Wanted wanted) {
    var request = VaultRequest.get("auth/" + wanted.mount() + "/role/" + wanted.role());
    if (session.call(request).status() == 404) {
      throw new SecretException(
          SecretException.Kind.MISSING,
          "Vault has no role " + wanted.role() + " at auth/" + wanted.mount(),
          "make it: holdfast vault setup --role-per-target --yes");
    }
    return session.require(request, "read").body().at("data", "token_policies").items().stream()
        .map(Json::text)
        .toList();
  }

  private void end(Secret token) {
    try {
      session.callAtTheEnd(VaultRequest.post("auth/token/revoke", Map.of("token", token)));
    } catch (SecretException _) {
      // It ends by its own time, which is a minute.
    }
  }

  private SequencedMap<String, Set<String>> paths(
      Collection<VaultNeed> needs, Collection<VaultNeed> foreign) {
    var needed = new LinkedHashMap<String, Set<String>>();
    needs.forEach(need -> kv.addNeeded(need, needed));
    for (var path : List.copyOf(needed.keySet())) {
      needed.putIfAbsent(path.substring(0, path.lastIndexOf('/') + 1) + "holdfast-probe", Set.of());
    }
    var others = new LinkedHashMap<String, Set<String>>();
    foreign.forEach(need -> kv.addNeeded(need, others));
    others.keySet().removeAll(EVERYBODYS);
    others.keySet().forEach(path -> needed.putIfAbsent(path, Set.of()));
    STRANGE.forEach(path -> needed.putIfAbsent(path, Set.of()));
    return needed;
  }

  private static List<Line> lines(SequencedMap<String, Set<String>> needed, VaultAnswer answer) {
    var data = answer.body().at("data");
    var lines = new ArrayList<Line>();
    needed.forEach((path, wanted) -> {
      var has = new TreeSet<>(data.at(path).items().stream().map(Json::text).toList());
      lines.add(new Line(path, wanted, has));
    });
    return lines;
  }
}
