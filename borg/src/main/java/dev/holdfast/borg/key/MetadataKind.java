package dev.holdfast.borg.key;

import java.nio.charset.StandardCharsets;

/// Structures that carry an authentication of their own, so that none passes for another.
public enum MetadataKind {
  MANIFEST("manifest"),
  ARCHIVE("archive");

  private final String context;

  MetadataKind(String context) {
    this.context = context;
  }

  byte[] context() {
    return context.getBytes(StandardCharsets.US_ASCII);
  }
}
