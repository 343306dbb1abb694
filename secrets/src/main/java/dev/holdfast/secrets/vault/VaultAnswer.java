package dev.holdfast.secrets.vault;

import java.util.List;
import java.util.stream.Collectors;

/// What a server answered.
///
/// @param status of HTTP
/// @param body nothing where it was none, or none that can be read
/// @param text the body of an answer that is no JSON, shortened; empty otherwise
record VaultAnswer(int status, Json body, String text) {
  boolean succeeded() {
    return status >= 200 && status < 300;
  }

  /// What the server says is wrong, in one line; empty if it says nothing.
  String errors() {
    var errors = body.at("errors").items().stream().map(Json::text).toList();
    return line(errors.isEmpty() ? List.of(text) : errors);
  }

  /// What it warns of, in one line.
  String warnings() {
    return line(body.at("warnings").items().stream().map(Json::text).toList());
  }

  boolean says(String words) {
    return errors().contains(words);
  }

  private static String line(List<String> texts) {
    return texts.stream()
        .collect(Collectors.joining("; "))
        .replaceAll("[\\s\\p{Cntrl}]+", " ")
        .strip();
  }
}
