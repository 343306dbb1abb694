package dev.holdfast.secrets.vault;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value of an answer. Texts are bytes and not `String`, so that they can be zeroed.
sealed interface Json {
  /// An object.
  record Table(Map<String, Json> entries) implements Json {}

  /// An array.
  record Items(List<Json> items) implements Json {}

  /// A number as it was written, or `true` or `false`.
  record Word(String text) implements Json {}

  /// `null`, or a field that is missing.
  enum Nothing implements Json {
    NOTHING
  }

  /// A text, as UTF-8.
  final class Text implements Json {
    private final byte[] bytes;

    /// @param bytes taken over
    Text(byte[] bytes) {
      this.bytes = bytes;
    }

    /// The bytes themselves, not a copy.
    byte[] bytes() {
      return bytes;
    }
  }

  /// What a field holds, field by field further in; nothing where there is none.
  default Json at(String... names) {
    var here = this;
    for (var name : names) {
      here =
          here instanceof Table table
              ? table.entries().getOrDefault(name, Nothing.NOTHING)
              : Nothing.NOTHING;
    }
    return here;
  }

  /// The text of a text, number or flag that is no secret; empty for everything else.
  default String text() {
    return switch (this) {
      case Text text -> new String(text.bytes(), StandardCharsets.UTF_8);
      case Word word -> word.text();
      case Table _, Items _, Nothing _ -> "";
    };
  }

  /// A whole number; zero for everything else.
  default long whole() {
    try {
      return this instanceof Word word ? Long.parseLong(word.text()) : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /// Whether this is `true`.
  default boolean isTrue() {
    return this instanceof Word word && word.text().equals("true");
  }

  /// Whether there is no value.
  default boolean isNothing() {
    return this instanceof Nothing;
  }

  /// The items of an array; none for everything else.
  default List<Json> items() {
    return this instanceof Items list ? list.items() : List.of();
  }

  /// A copy of the bytes of a text or a number, which the caller zeroes; empty for the rest.
  default Optional<byte[]> copy() {
    return switch (this) {
      case Text text -> Optional.of(text.bytes().clone());
      case Word word -> Optional.of(word.text().getBytes(StandardCharsets.UTF_8));
      case Table _, Items _, Nothing _ -> Optional.empty();
    };
  }

  /// Zeroes all texts in it.
  default void zero() {
    switch (this) {
      case Text text -> Arrays.fill(text.bytes(), (byte) 0);
      case Table table -> table.entries().values().forEach(Json::zero);
      case Items list -> list.items().forEach(Json::zero);
      case Word _, Nothing _ -> {}
    }
  }
}
