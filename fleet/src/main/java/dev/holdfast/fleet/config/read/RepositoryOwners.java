package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Repository;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.secrets.SecretRef;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Makes sure that a repository, and the place of a key, belongs to one target only.
final class RepositoryOwners {
  private final Map<String, String> byPlace = new HashMap<>();
  private final Map<SecretRef, String> byKey = new HashMap<>();

  void add(Target target, Fields fields) {
    var repository = target.repository();
    var place = place(repository);
    var other = byPlace.putIfAbsent(place, target.name());
    if (other != null) {
      fields
          .reading()
          .fault(
              fields.at(),
              "has the same repository as " + other + ": " + repository.path(),
              Optional.of("give it a repository.path of its own; sharing one is not safe"));
    }
    repository.key().ifPresent(key -> refuseSharedKey(key, target, fields));
  }

  private void refuseSharedKey(SecretRef key, Target target, Fields fields) {
    var other = byKey.putIfAbsent(key, target.name());
    if (other != null) {
      fields
          .reading()
          .fault(
              fields.at(),
              "keeps its key under " + key + ", as " + other + " does",
              Optional.of("write {target} into repository.key"));
    }
  }

  /// Looks for repositories inside of others, once all are known.
  void refuseNested(Map<String, Fields> fieldsByTarget) {
    byPlace.forEach((place, target) -> {
      for (var end = place.lastIndexOf('/'); end > 0; end = place.lastIndexOf('/', end - 1)) {
        var outer = byPlace.get(place.substring(0, end));
        var fields = fieldsByTarget.get(target);
        if (outer != null && fields != null) {
          fields
              .reading()
              .fault(
                  fields.at(),
                  "has its repository inside that of " + outer,
                  Optional.of("give it a repository.path beside it"));
        }
      }
    });
  }

  private static String place(Repository repository) {
    var path = repository.path();
    return switch (repository.host().endpoint()) {
      case Endpoint.Local _ -> "local" + path;
      case Endpoint.Ssh ssh ->
          ssh.host().toLowerCase(Locale.ROOT)
              + " "
              + ssh.port()
              + " "
              + (path.startsWith("/") ? "" : ssh.user())
              + path;
    };
  }
}
