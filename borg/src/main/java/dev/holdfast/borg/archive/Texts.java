package dev.holdfast.borg.archive;

import dev.holdfast.borg.LossyText;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.util.ArrayList;
import java.util.List;

/// Texts inside lists.
final class Texts {
  private Texts() {}

  static String strict(String what, Value value) throws RefusedException {
    if (value instanceof Raw raw) {
      return raw.asText()
          .orElseThrow(() -> RefusedException.malformed(what + " is not text in UTF-8"));
    }
    throw RefusedException.malformed(what + " is not text");
  }

  /// For people to read only.
  static List<String> lossy(String what, Value.Seq list) throws RefusedException {
    List<String> texts = new ArrayList<>(list.items().size());
    for (Value item : list.items()) {
      if (!(item instanceof Raw raw)) {
        throw RefusedException.malformed(what + " is not text");
      }
      texts.add(LossyText.of(raw));
    }
    return List.copyOf(texts);
  }
}
