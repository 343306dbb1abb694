package dev.holdfast.borg;

import dev.holdfast.wire.Raw;
import java.nio.charset.StandardCharsets;

/// Text that others wrote, for people to read only.
public final class LossyText {
  private LossyText() {}

  /// The text, with a replacement character wherever it is not UTF-8.
  public static String of(Raw raw) {
    return new String(raw.toByteArray(), StandardCharsets.UTF_8);
  }
}
