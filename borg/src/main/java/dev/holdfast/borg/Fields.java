package dev.holdfast.borg;

import dev.holdfast.wire.MessagePackReader;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import dev.holdfast.wire.WireException;
import dev.holdfast.wire.WireLimits;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The named fields of one stored structure, taken out with their types checked.
///
/// @param structure what it is, for messages: `the manifest`
public record Fields(String structure, Value.Map map) {
  /// Reads one map that fills the bytes completely.
  ///
  /// @param packed must not change while the fields are in use
  /// @throws RefusedException if it is malformed or beyond the limits
  public static Fields read(String structure, byte[] packed, WireLimits limits)
      throws RefusedException {
    try {
      return of(structure, MessagePackReader.read(List.of(ByteBuffer.wrap(packed)), limits));
    } catch (WireException e) {
      if (e.reason() == WireException.Reason.TOO_MUCH_MEMORY) {
        throw new RefusedException(
            Refusal.TOO_LARGE, structure + " is too large: " + e.getMessage());
      }
      throw RefusedException.malformed(structure + " is malformed: " + e.getMessage());
    }
  }

  /// @throws RefusedException if the value is not a map
  public static Fields of(String structure, Value value) throws RefusedException {
    if (value instanceof Value.Map map) {
      return new Fields(structure, map);
    }
    throw RefusedException.malformed(structure + " is not a map");
  }

  /// A field that must be there.
  public Value value(String name) throws RefusedException {
    return map.get(name).orElseThrow(() -> lacks(name));
  }

  /// A byte string that must be there.
  public byte[] bytes(String name) throws RefusedException {
    return raw(name).toByteArray();
  }

  /// A byte string of exactly this length.
  public byte[] bytes(String name, int length) throws RefusedException {
    Raw raw = raw(name);
    if (raw.size() != length) {
      throw RefusedException.malformed(
          structure + ": " + name + " has " + raw.size() + " bytes instead of " + length);
    }
    return raw.toByteArray();
  }

  /// Text in UTF-8 that must be there.
  public String text(String name) throws RefusedException {
    return raw(name).asText().orElseThrow(() -> wrong(name, "text in UTF-8"));
  }

  /// Text for people only: what is not UTF-8 in it is replaced. Empty if it is not there.
  public String lossyText(String name) throws RefusedException {
    Optional<Value> value = map.get(name);
    if (value.isEmpty() || value.get() instanceof Value.Nil) {
      return "";
    }
    return LossyText.of(raw(name));
  }

  /// A number that must be there.
  public long number(String name) throws RefusedException {
    if (value(name) instanceof Value.Int(long number)) {
      return number;
    }
    throw wrong(name, "a number");
  }

  /// A number that may be missing.
  public OptionalLong optionalNumber(String name) throws RefusedException {
    return map.get(name).isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(name));
  }

  /// A list that must be there.
  public Value.Seq list(String name) throws RefusedException {
    if (value(name) instanceof Value.Seq list) {
      return list;
    }
    throw wrong(name, "a list");
  }

  /// A map that must be there.
  public Fields fields(String name) throws RefusedException {
    return of(structure + ": " + name, value(name));
  }

  private Raw raw(String name) throws RefusedException {
    if (value(name) instanceof Raw raw) {
      return raw;
    }
    throw wrong(name, "a byte string");
  }

  private RefusedException lacks(String name) {
    return RefusedException.malformed(structure + " has no " + name);
  }

  private RefusedException wrong(String name, String expected) {
    return RefusedException.malformed(structure + ": " + name + " is not " + expected);
  }
}
