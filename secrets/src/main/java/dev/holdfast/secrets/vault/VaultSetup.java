package dev.holdfast.secrets.vault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the policies and the role by which a controller reads what its targets need, and nothing
/// else. It looks before it acts, so what is there already is not done again.
public final class VaultSetup {
  /// Stands among the names of targets for commands that are run for none.
  public static final String NO_TARGET = "";

  /// Between the names of the controller's role and of a target; the controller's policies have a
  /// hyphen there, so no target's name makes two of them the same.
  private static final String OWN = ".exec.";

  private static final Duration WRAP = Duration.ofMinutes(30);

  private final VaultSession session;
  private final VaultKv kv;

  VaultSetup(VaultSession session, VaultKv kv) {
    this.session = session;
    this.kv = kv;
  }

  /// Who shall be able to log in, and how long that lasts.
  ///
  /// @param mount of the AppRole method
  /// @param role its name; policies are called after it, too
  /// @param tokenLife how long a login lasts without renewal
  /// @param tokenLifeMax and with
  /// @param secretIdLife how long a secret id is good
  /// @param cidrs addresses from which both are accepted; everywhere if empty
  public record Wanted(
      String mount,
      String role,
      Duration tokenLife,
      Duration tokenLifeMax,
      Duration secretIdLife,
      List<String> cidrs) {
    public Wanted {
      cidrs = List.copyOf(cidrs);
    }

    /// The policy of one target, or of commands without one. The server knows no capitals there.
    String policy(String target) {
      return (target.equals(NO_TARGET) ? role : role + "-" + target).toLowerCase(Locale.ROOT);
    }

    /// The role by which a target itself reads what its commands are given.
    public Wanted ownOf(String target) {
      return new Wanted(mount, role + OWN + target, tokenLife, tokenLifeMax, secretIdLife, cidrs);
    }
  }

  /// What was handed out.
  ///
  /// @param roleId of the role; no secret
  /// @param wrappedSecretId opens once to a secret id
  /// @param life until it does not any more
  public record Delivery(String roleId, String wrappedSecretId, Duration life) {}

  /// What would be done, in order.
  ///
  /// @param needs of each target, by its name, and of [#NO_TARGET]; all of the fleet, because the
  ///   role gets the policies of all
  /// @param only the targets whose policies are looked at
  public List<VaultStep> plan(
      Wanted wanted,
      SequencedMap<String, ? extends Collection<VaultNeed>> needs,
      Collection<String> only) {
    var steps = new ArrayList<VaultStep>();
    steps.add(method(wanted));
    needs.forEach((target, paths) -> {
      if (only.contains(target) && !paths.isEmpty()) {
        steps.add(policy(wanted.policy(target), paths));
      }
    });
    var names =
        needs.entrySet().stream()
            .filter(need -> !need.getValue().isEmpty())
            .map(need -> wanted.policy(need.getKey()))
            .toList();
    steps.add(role(wanted, names));
    return steps;
  }

  private VaultStep method(Wanted wanted) {
    var there =
        session
            .require(VaultRequest.get("sys/auth"), "read")
            .body()
            .at("data", wanted.mount() + "/", "type")
            .text();
    return new VaultStep(
        "logins by AppRole at auth/" + wanted.mount(),
        "sys/auth/" + wanted.mount(),
        Map.of("type", "approle"),
        there.equals("approle"));
  }

  private VaultStep policy(String name, Collection<VaultNeed> needs) {
    var hcl = hcl(needs);
    var path = "sys/policies/acl/" + name;
    var there = session.call(VaultRequest.get(path)).body().at("data", "policy").text();
    return new VaultStep(
        "the policy " + name + ": what is needed, and nothing else",
        path,
        Map.of("policy", hcl),
        there.equals(hcl));
  }

  /// A policy in HCL.
  private String hcl(Collection<VaultNeed> needs) {
    SortedMap<String, Set<String>> capabilities = new TreeMap<>();
    needs.forEach(need -> kv.addNeeded(need, capabilities));
    var text = new StringBuilder();
    capabilities.forEach((path, words) -> {
      var list = String.join(", ", words.stream().map(word -> "\"" + word + "\"").toList());
      text.append("path \"%s\" {\n  capabilities = [%s]\n}\n".formatted(path, list));
    });
    return text.toString();
  }

  private VaultStep role(Wanted wanted, List<String> policies) {
    var body = new LinkedHashMap<String, Object>();
    body.put("token_policies", policies);
    body.put("token_ttl", wanted.tokenLife().toSeconds());
    body.put("token_max_ttl", wanted.tokenLifeMax().toSeconds());
    body.put("token_type", "service");
    body.put("secret_id_ttl", wanted.secretIdLife().toSeconds());
    if (!wanted.cidrs().isEmpty()) {
      body.put("secret_id_bound_cidrs", wanted.cidrs());
      body.put("token_bound_cidrs", wanted.cidrs());
    }
    var path = "auth/" + wanted.mount() + "/role/" + wanted.role();
    var there = session.call(VaultRequest.get(path)).body().at("data");
    return new VaultStep(
        "the role " + wanted.role(),
        path,
        body,
        body.keySet().stream().allMatch(key -> isSo(there.at(key), body.get(key))));
  }

  private static boolean isSo(Json there, @Nullable Object wanted) {
    return wanted instanceof Collection<?> list
        ? words(there.items().stream().map(Json::text)).equals(words(list.stream()))
        : there.text().equals(String.valueOf(wanted));
  }

  /// Some servers take the mask off the address of a single host.
  private static Set<String> words(Stream<?> all) {
    return all.map(word -> word.toString().replaceFirst("/(32|128)$", ""))
        .collect(Collectors.toSet());
  }

  /// Does what is not done yet.
  public void apply(Collection<VaultStep> steps) {
    for (var step : steps) {
      if (!step.isDone()) {
        session.require(VaultRequest.post(step.path(), step.body()), "update");
      }
    }
  }

  /// Makes a secret id that nobody can look at on its way without being noticed.
  public Delivery deliver(Wanted wanted) {
    var path = "auth/" + wanted.mount() + "/role/" + wanted.role();
    var roleId =
        session
            .require(VaultRequest.get(path + "/role-id"), "read")
            .body()
            .at("data", "role_id")
            .text();
    var made =
        session.require(VaultRequest.post(path + "/secret-id", Map.of()).wrapped(WRAP), "update");
    return new Delivery(roleId, made.body().at("wrap_info", "token").text(), WRAP);
  }
}
