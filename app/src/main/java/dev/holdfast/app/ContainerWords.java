package dev.holdfast.app;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What `docker` and its kin need to be told: they start nothing themselves, so a variable of
/// theirs reaches the container only if `-e NAME` says so. Without `=VALUE` no argument holds it.
final class ContainerWords {
  private static final Set<String> PROGRAMS =
      Set.of("docker", "docker-compose", "podman", "podman-compose", "nerdctl");
  private static final Set<String> STARTING = Set.of("exec", "run");

  private ContainerWords() {}

  /// What a person has forgotten to write; empty if nothing, or if it is no such command.
  ///
  /// @param words of the command
  /// @param variables that it has
  static Optional<String> forgotten(List<String> words, Collection<String> variables) {
    var program = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
    if (!PROGRAMS.contains(program) || words.stream().noneMatch(STARTING::contains)) {
      return Optional.empty();
    }
    if (variables.stream().anyMatch(name -> passes(words, name))) {
      return Optional.empty();
    }
    return Optional.of(
        program
            + " passes no variable into the container unless it is named: add -e "
            + String.join(" -e ", variables));
  }

  private static boolean passes(List<String> words, String name) {
    var at = words.indexOf(name);
    return (at > 0 && Set.of("-e", "--env").contains(words.get(at - 1)))
        || words.contains("-e" + name)
        || words.contains("--env=" + name);
  }
}
