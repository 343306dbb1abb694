package dev.holdfast.fleet.config.shape;

import dev.holdfast.fleet.config.tree.Node;
import java.util.Map;
import java.util.Optional;

/// What a value must look like.
public interface Shape<T> {
  /// Reads a value; empty if it is wrong, which has then been reported.
  Optional<T> read(Node node, Reading reading);

  /// The same rule in the words of JSON Schema.
  Map<String, Object> schema();
}
