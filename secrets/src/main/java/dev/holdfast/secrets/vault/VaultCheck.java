package dev.holdfast.secrets.vault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    Map<String, Set<String>> needed = new LinkedHashMap<>();
    needs.forEach(need -> kv.addNeeded(need, needed));
    for (var path : List.copyOf(needed.keySet())) {
      needed.putIfAbsent(path.substring(0, path.lastIndexOf('/') + 1) + "holdfast-probe", Set.of());
    }
    STRANGE.forEach(path -> needed.putIfAbsent(path, Set.of()));
    return lines(needed);
  }

  private List<Line> lines(Map<String, Set<String>> needed) {
    var request =
        VaultRequest.post("sys/capabilities-self", Map.of("paths", List.copyOf(needed.keySet())));
    var data = session.require(request, "update").body().at("data");
    var lines = new ArrayList<Line>();
    needed.forEach((path, wanted) -> {
      var has = new TreeSet<>(data.at(path).items().stream().map(Json::text).toList());
      lines.add(new Line(path, wanted, has));
    });
    return lines;
  }
}
