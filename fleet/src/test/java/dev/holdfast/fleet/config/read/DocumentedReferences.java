package dev.holdfast.fleet.config.read;

/// What the examples of the documentation refer to.
final class DocumentedReferences {
  private DocumentedReferences() {}

  static KnownReferences known() {
    return new KnownReferences()
        .with("/etc/holdfast/known_hosts", KnownReferences.PIN + "\n# a comment\n")
        .with("env:WEB1_HOST", "web1.example.org");
  }
}
