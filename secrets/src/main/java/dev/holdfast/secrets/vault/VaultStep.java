package dev.holdfast.secrets.vault;

import java.util.Map;
import java.util.TreeMap;

/// One thing that a setup does on the server, to be shown before it is done.
///
/// @param title what it is for, in words
/// @param path of the call, which is a POST
/// @param body of the call; holds no secret
/// @param isDone whether the server is so already
public record VaultStep(String title, String path, Map<String, Object> body, boolean isDone) {
  public VaultStep {
    body = Map.copyOf(body);
  }

  /// The call and what it sends, for people.
  public String text() {
    if (body.get("policy") instanceof String hcl) {
      return "POST " + path + "\n" + hcl.indent(2).stripTrailing();
    }
    var sent = new TreeMap<>(body);
    return "POST " + path + (sent.isEmpty() ? "" : " " + sent);
  }
}
