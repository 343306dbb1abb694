package dev.holdfast.testkit.vault;

import java.util.List;
import java.util.Map;

/// What the fake answers; also what a test has it answer once.
///
/// @param body as it goes over the line
public record FakeAnswer(int status, String body, Map<String, String> headers) {
  /// An answer in full.
  public static FakeAnswer of(int status, String body) {
    return new FakeAnswer(status, body, Map.of());
  }

  /// The form of all errors.
  public static FakeAnswer errors(int status, String... errors) {
    return of(status, FakeJson.write(Map.of("errors", List.of(errors))));
  }

  static FakeAnswer data(Map<String, ?> data) {
    return ok(Map.of("data", data));
  }

  static FakeAnswer ok(Map<String, ?> body) {
    return of(200, FakeJson.write(body));
  }

  static FakeAnswer nothing() {
    return of(204, "");
  }

  static FakeAnswer missing() {
    return errors(404);
  }

  static FakeAnswer denied() {
    return errors(403, "1 error occurred:\n\t* permission denied\n\n");
  }
}
