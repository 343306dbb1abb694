package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Reads and writes the key-value engine, in both of its versions; asks the server which one a
/// mount has.
final class VaultKv {
  private static final String CAS_FAILED = "check-and-set parameter";
  private static final int MOUNTS_MAX = 1000;

  private final VaultSession session;
  private final List<Mount> mounts = new ArrayList<>();

  /// @param path with a slash at its end
  private record Mount(String path, boolean isVersioned) {
    String of(String kind, String path) {
      var below = path.substring(this.path.length());
      return isVersioned ? this.path + kind + "/" + below : path;
    }
  }

  VaultKv(VaultSession session) {
    this.session = session;
  }

  boolean isVersioned(String path) {
    return mount(path).isVersioned();
  }

  /// The path by which policies know the values there.
  String policyPath(String path) {
    return mount(path).of("data", path);
  }

  /// The capabilities that something takes, by the paths of policies.
  void addNeeded(VaultNeed need, Map<String, Set<String>> capabilities) {
    switch (need.use()) {
      case SIGN -> add(capabilities, need.path(), "update");
      case LEASE -> {
        add(capabilities, need.path(), "read");
        add(capabilities, VaultLease.RENEW, "update");
        add(capabilities, VaultLease.REVOKE, "update");
      }
      case READ -> add(capabilities, policyPath(need.path()), "read");
      case REPLACE -> {
        add(capabilities, policyPath(need.path()), "create", "read", "update");
        if (isVersioned(need.path())) {
          add(capabilities, metadataPath(need.path()), "read");
        }
      }
    }
  }

  private static void add(Map<String, Set<String>> capabilities, String path, String... words) {
    capabilities.computeIfAbsent(path, _ -> new TreeSet<>()).addAll(List.of(words));
  }

  /// The path by which policies know the versions there.
  String metadataPath(String path) {
    return mount(path).of("metadata", path);
  }

  /// @param version the newest if empty; not understood by version 1
  KvAnswer read(String path, OptionalLong version) {
    var mount = mount(path);
    if (version.isPresent() && !mount.isVersioned()) {
      throw new SecretException(
          Kind.UNREADABLE,
          "vault:" + path + " has no versions: " + mount.path() + " is KV version 1",
          "leave ?version= out, or upgrade the mount (`bao kv enable-versioning "
              + mount.path()
              + "`)");
    }
    var query = version.isPresent() ? "?version=" + version.getAsLong() : "";
    var request = VaultRequest.get(mount.of("data", path) + query);
    var answer = session.call(request);
    if (answer.status() == 404) {
      return missing(answer);
    }
    return present(mount, required(request, answer, "read"));
  }

  private KvAnswer missing(VaultAnswer answer) {
    var metadata = answer.body().at("data", "metadata");
    return metadata.isNothing()
        ? new KvAnswer.Absent()
        : new KvAnswer.Deleted(
            metadata.at("version").whole(),
            metadata.at("deletion_time").text(),
            metadata.at("destroyed").isTrue());
  }

  private static KvAnswer present(Mount mount, VaultAnswer answer) {
    var body = answer.body().at("data");
    return mount.isVersioned()
        ? new KvAnswer.Present(body.at("data"), body.at("metadata", "version").whole())
        : new KvAnswer.Present(body, 0);
  }

  /// Writes all fields of a path anew.
  ///
  /// @param expected the version that is replaced, 0 for none; not looked at by version 1
  /// @return the number of the new version, 0 where the mount counts none; empty if another version
  ///   was the newest
  OptionalLong write(String path, long expected, Map<String, ?> fields) {
    var mount = mount(path);
    Map<String, Object> body =
        mount.isVersioned()
            ? Map.of("data", fields, "options", Map.of("cas", expected))
            : new LinkedHashMap<>(fields);
    var request = VaultRequest.post(mount.of("data", path), body);
    var answer = session.call(request);
    if (answer.status() == 400 && answer.says(CAS_FAILED)) {
      return OptionalLong.empty();
    }
    var needed = expected == 0 ? "create" : "update";
    return OptionalLong.of(required(request, answer, needed).body().at("data", "version").whole());
  }

  /// The versions that can be read, oldest first.
  List<Long> versions(String path) {
    var mount = mount(path);
    if (!mount.isVersioned()) {
      return List.of();
    }
    var request = VaultRequest.get(mount.of("metadata", path));
    var answer = session.call(request);
    if (answer.status() == 404
        || !(required(request, answer, "read").body().at("data", "versions")
            instanceof Json.Table table)) {
      return List.of();
    }
    return table.entries().entrySet().stream()
        .filter(entry -> entry.getValue().at("deletion_time").text().isEmpty())
        .filter(entry -> !entry.getValue().at("destroyed").isTrue())
        .map(entry -> Long.valueOf(entry.getKey()))
        .sorted()
        .toList();
  }

  private VaultAnswer required(VaultRequest request, VaultAnswer answer, String needed) {
    if (answer.status() == 403) {
      throw VaultFailure.denied(request, needed, session.capabilities(request.path()));
    }
    if (!answer.succeeded()) {
      throw VaultFailure.other(request, answer, Kind.UNREADABLE);
    }
    return answer;
  }

  /// The mount of a path, asked once for each: whoever comes second waits and then knows it.
  private synchronized Mount mount(String path) {
    for (var mount : mounts) {
      if (path.startsWith(mount.path())) {
        return mount;
      }
    }
    var mount = asked(path);
    if (mounts.size() < MOUNTS_MAX) {
      mounts.add(mount);
    }
    return mount;
  }

  private Mount asked(String path) {
    var answer = session.call(VaultRequest.get("sys/internal/ui/mounts/" + path));
    if (answer.status() == 403 || answer.status() == 404) {
      throw new SecretException(
          Kind.DENIED,
          "Vault shows no mount for vault:"
              + path
              + ": there is none, or the token has no policy"
              + " for anything below it",
          "compare the path with `bao secrets list`, and give the token's policy: path \""
              + path.replaceFirst("/", "/data/")
              + "\" { capabilities = [\"read\"] }");
    }
    if (!answer.succeeded()) {
      throw VaultFailure.other(
          VaultRequest.get("sys/internal/ui/mounts/" + path), answer, Kind.UNREADABLE);
    }
    var found = answer.body().at("data");
    var type = found.at("type").text();
    var mount = found.at("path").text();
    if (!(type.equals("kv") || type.equals("generic")) || !path.startsWith(mount)) {
      throw new SecretException(
          Kind.UNREADABLE,
          "vault:"
              + path
              + " is not in a key-value store: "
              + mount
              + " is of type "
              + VaultFailure.quoted(type),
          "name a secret in a mount of type kv (`bao secrets list`)");
    }
    return new Mount(mount, found.at("options", "version").text().equals("2"));
  }

  /// The fields of a secret, to be written again with one of them changed.
  static Map<String, Object> copyOf(Optional<KvAnswer.Present> present) {
    var fields = new LinkedHashMap<String, Object>();
    present.ifPresent(found -> {
      if (found.fields() instanceof Json.Table table) {
        fields.putAll(table.entries());
      }
    });
    return fields;
  }
}
