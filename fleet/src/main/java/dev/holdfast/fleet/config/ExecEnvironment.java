package dev.holdfast.fleet.config;

import dev.holdfast.secrets.SecretRef;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// What `holdfast exec` puts into the environment of its command.
///
/// @param variables where the value of each comes from, by name
/// @param ntfy whom the command tells of what it did, for whoever examines a target
public record ExecEnvironment(SequencedMap<String, SecretRef> variables, Ntfy ntfy) {
  /// An ntfy server and the token that it should know.
  public record Ntfy(Optional<URI> server, Optional<SecretRef> token) {
    /// Nothing said of it.
    public static Ntfy none() {
      return new Ntfy(Optional.empty(), Optional.empty());
    }
  }

  public ExecEnvironment {
    variables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variables));
  }

  /// Nothing at all.
  public static ExecEnvironment none() {
    return new ExecEnvironment(Collections.emptyNavigableMap(), Ntfy.none());
  }
}
