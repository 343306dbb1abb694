package dev.holdfast.testkit.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Policies in the subset of HCL that is one path after another.
final class FakePolicies {
  private static final Pattern STANZA =
      Pattern.compile("path\\s+\"([^\"]+)\"\\s*\\{\\s*capabilities\\s*=\\s*\\[([^\\]]*)\\]");

  private final Map<String, String> texts = new TreeMap<>();

  Optional<FakeAnswer> answer(FakeCall call) {
    return call.behind("sys/policies/acl/")
        .map(name -> {
          if (call.isWrite()) {
            call.permit("policy");
            texts.put(name, call.text("policy"));
            return FakeAnswer.nothing();
          }
          var text = texts.get(name);
          return text == null
              ? FakeAnswer.missing()
              : FakeAnswer.data(Map.of("name", name, "policy", text));
        });
  }

  /// What these policies permit, by path.
  Map<String, List<String>> capabilities(List<String> policies, List<String> paths) {
    var data = new TreeMap<String, List<String>>();
    paths.forEach(path -> data.put(path, capabilities(policies, path)));
    return data;
  }

  /// What these policies permit at a path, sorted; `deny` where nothing is.
  List<String> capabilities(List<String> policies, String path) {
    if (policies.contains("root")) {
      return List.of("root");
    }
    var found = new TreeSet<String>();
    for (var policy : policies) {
      var stanzas = STANZA.matcher(texts.getOrDefault(policy, ""));
      while (stanzas.find()) {
        if (fits(stanzas.group(1), path)) {
          for (var word : stanzas.group(2).split(",", -1)) {
            found.add(word.replace("\"", "").strip());
          }
        }
      }
    }
    return found.isEmpty() ? List.of("deny") : new ArrayList<>(found);
  }

  boolean knowsAnythingBelow(List<String> policies, String mount) {
    return policies.contains("root")
        || policies.stream()
            .map(policy -> STANZA.matcher(texts.getOrDefault(policy, "")))
            .anyMatch(
                stanzas -> stanzas.results().anyMatch(stanza -> stanza.group(1).startsWith(mount)));
  }

  private static boolean fits(String pattern, String path) {
    var regex = Pattern.quote(pattern).replace("+", "\\E[^/]+\\Q");
    return path.matches(pattern.endsWith("*") ? regex.replaceFirst("\\*\\\\E$", "\\\\E.*") : regex);
  }
}
