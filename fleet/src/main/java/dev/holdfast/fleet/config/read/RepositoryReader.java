package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.Encryption;
import dev.holdfast.fleet.config.Repository;
import dev.holdfast.fleet.config.RepositoryHost;
import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Nearest;
import dev.holdfast.fleet.config.tree.Quoted;
import dev.holdfast.secrets.SecretRef;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes the repository of one target.
final class RepositoryReader {
  private final Set<String> hostNames;
  private final Map<String, RepositoryHost> hosts;

  /// @param hostNames as written, right or wrong
  /// @param hosts those that are right
  RepositoryReader(Set<String> hostNames, Map<String, RepositoryHost> hosts) {
    this.hostNames = hostNames;
    this.hosts = hosts;
  }

  Optional<Repository> read(String target, Fields own, Layers layers) {
    var host = host(own, layers);
    return host.flatMap(found -> path(target, own, layers, found))
        .map(path -> repository(target, layers, host.orElseThrow(), path));
  }

  private static Repository repository(
      String target, Layers layers, RepositoryHost host, String path) {
    var encryption = layers.value(RepositoryKeys.ENCRYPTION, Encryption.REPOKEY);
    if (!encryption.hasPassphrase()) {
      return new Repository(host, path, encryption, Optional.empty(), Optional.empty());
    }
    return new Repository(
        host,
        path,
        encryption,
        Optional.of(ref(target, layers, RepositoryKeys.PASSPHRASE)),
        Optional.of(ref(target, layers, RepositoryKeys.KEY)));
  }

  private static SecretRef ref(String target, Layers layers, Key<SecretRef> key) {
    var ref =
        layers.value(key).orElse(new SecretRef(SecretRef.Scheme.AGE, "{target}/" + key.name()));
    return new SecretRef(ref.scheme(), ref.locator().replace("{target}", target));
  }

  private Optional<RepositoryHost> host(Fields own, Layers layers) {
    var name = layers.located(RepositoryKeys.HOST);
    if (name.isEmpty()) {
      if (!layers.isWritten(RepositoryKeys.HOST)) {
        own.reading()
            .fault(
                own.at(),
                "has no repository",
                Optional.of("write repository: { host: NAME } with a name of repository_hosts"));
      }
      return Optional.empty();
    }
    if (!hostNames.contains(name.get().value())) {
      own.reading()
          .in("repository.host")
          .fault(
              name.get().at(),
              "there is no repository host " + Quoted.of(name.get().value()),
              Nearest.of(name.get().value(), hostNames.stream()));
    }
    return Optional.ofNullable(hosts.get(name.get().value()));
  }

  private static Optional<String> path(
      String target, Fields own, Layers layers, RepositoryHost host) {
    var written = layers.located(RepositoryKeys.PATH);
    if (written.isEmpty() && layers.isWritten(RepositoryKeys.PATH)) {
      return Optional.empty();
    }
    var path = written.map(p -> p.value()).orElse("{target}").replace("{target}", target);
    if (path.startsWith("/") || path.startsWith("./")) {
      return Optional.of(path);
    }
    if (host.root().isEmpty()) {
      own.reading()
          .in("repository.path")
          .fault(
              written.map(p -> p.at()).orElse(own.at()),
              "is relative, but the repository host " + host.name() + " has no root",
              Optional.of("write root there, or a complete path here"));
      return Optional.empty();
    }
    return Optional.of(host.root().equals("/") ? "/" + path : host.root() + "/" + path);
  }
}
