package dev.holdfast.fleet.config;

import dev.holdfast.secrets.SecretRef;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What `holdfast exec` puts into the environment of its command.
///
/// @param variables where the value of each comes from, by name
public record ExecEnvironment(SequencedMap<String, SecretRef> variables) {
  public ExecEnvironment {
    variables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variables));
  }

  /// Nothing at all.
  public static ExecEnvironment none() {
    return new ExecEnvironment(Collections.emptyNavigableMap());
  }
}
