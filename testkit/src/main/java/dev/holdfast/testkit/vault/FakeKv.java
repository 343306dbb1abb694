package dev.holdfast.testkit.vault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Key-value mounts of both versions.
final class FakeKv {
  private static final int VERSIONS_MAX = 10;

  /// One version of a secret.
  private static final class Version {
    final Map<String, Object> fields;
    String deleted = "";
    boolean destroyed;

    Version(Map<String, Object> fields) {
      this.fields = fields;
    }
  }

  /// @param older how many versions have been dropped
  private record Versions(List<Version> kept, AtomicInteger older) {
    int newest() {
      return older.get() + kept.size();
    }

    Optional<Version> of(int number) {
      return number > older.get() && number <= newest()
          ? Optional.of(kept.get(number - older.get() - 1))
          : Optional.empty();
    }
  }

  private final boolean versioned;
  private final Map<String, Versions> secrets = new TreeMap<>();
  private final Map<String, Map<String, Object>> plain = new TreeMap<>();

  FakeKv(boolean versioned) {
    this.versioned = versioned;
  }

  boolean isVersioned() {
    return versioned;
  }

  FakeAnswer answer(FakeCall call, String path) {
    if (!versioned) {
      return first(call, path);
    }
    var slash = path.indexOf('/');
    var kind = slash < 0 ? path : path.substring(0, slash);
    var name = slash < 0 ? "" : path.substring(slash + 1);
    return switch (kind) {
      case "data" -> call.isWrite() ? write(call, name) : read(call, name);
      case "metadata" -> metadata(call, name);
      case "delete" -> mark(call, name, "2026-01-01T00:00:00Z");
      case "undelete" -> mark(call, name, "");
      case "destroy" -> destroy(call, name);
      default ->
          FakeAnswer.of(
              404,
              FakeJson.write(
                  Map.of(
                      "warnings",
                      List.of(
                          "Invalid path for a versioned K/V secrets engine. See the API docs"))));
    };
  }

  private FakeAnswer first(FakeCall call, String path) {
    if (call.isWrite()) {
      plain.put(path, Map.copyOf(call.body()));
      return FakeAnswer.nothing();
    }
    var found = plain.get(path);
    return found == null ? FakeAnswer.missing() : FakeAnswer.data(found);
  }

  private FakeAnswer read(FakeCall call, String name) {
    var found = secrets.get(name);
    if (found == null) {
      return FakeAnswer.missing();
    }
    var number =
        call.query().startsWith("version=")
            ? Integer.parseInt(call.query().substring("version=".length()))
            : found.newest();
    var version = found.of(number);
    if (version.isEmpty()) {
      return FakeAnswer.missing();
    }
    var gone = !version.get().deleted.isEmpty() || version.get().destroyed;
    var data = new LinkedHashMap<String, Object>();
    data.put("data", gone ? null : version.get().fields);
    data.put(
        "metadata",
        Map.of(
            "version", number,
            "deletion_time", version.get().deleted,
            "destroyed", version.get().destroyed));
    return new FakeAnswer(gone ? 404 : 200, FakeJson.write(Map.of("data", data)), Map.of());
  }

  private FakeAnswer write(FakeCall call, String name) {
    call.permit("data", "options");
    var found = secrets.getOrDefault(name, new Versions(new ArrayList<>(), new AtomicInteger()));
    if (!(call.table("options").get("cas") instanceof Long cas)) {
      return FakeAnswer.errors(400, "check-and-set parameter required for this call");
    }
    if (cas != found.newest()) {
      return FakeAnswer.errors(400, "check-and-set parameter did not match the current version");
    }
    secrets.put(name, found);
    found.kept().add(new Version(call.table("data")));
    if (found.kept().size() > VERSIONS_MAX) {
      found.kept().removeFirst();
      found.older().incrementAndGet();
    }
    return FakeAnswer.data(Map.of("version", found.newest()));
  }

  private FakeAnswer metadata(FakeCall call, String name) {
    var found = secrets.get(name);
    if (found == null || !call.method().equals("GET")) {
      return FakeAnswer.missing();
    }
    var versions = new LinkedHashMap<String, Object>();
    for (var number = found.older().get() + 1; number <= found.newest(); number++) {
      var version = found.of(number).orElseThrow();
      versions.put(
          String.valueOf(number),
          Map.of("deletion_time", version.deleted, "destroyed", version.destroyed));
    }
    return FakeAnswer.data(Map.of("current_version", found.newest(), "versions", versions));
  }

  private FakeAnswer mark(FakeCall call, String name, String when) {
    call.permit("versions");
    versions(call, name).forEach(version -> version.deleted = when);
    return FakeAnswer.nothing();
  }

  private FakeAnswer destroy(FakeCall call, String name) {
    call.permit("versions");
    versions(call, name).forEach(version -> version.destroyed = true);
    return FakeAnswer.nothing();
  }

  private List<Version> versions(FakeCall call, String name) {
    var found = secrets.get(name);
    return found == null
        ? List.of()
        : call.texts("versions").stream()
            .map(Integer::parseInt)
            .flatMap(number -> found.of(number).stream())
            .toList();
  }
}
