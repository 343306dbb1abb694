package dev.holdfast.kit;

import java.util.List;

/// A part of a page. Both kinds of pages are made of the same ones, so they say the same.
sealed interface Block {
  /// What the page is.
  record Title(String text) implements Block {}

  /// Begins a chapter.
  record Heading(String text) implements Block {}

  /// A paragraph.
  record Text(String text) implements Block {}

  /// A fact by its name.
  record Fact(String name, String value) implements Block {}

  /// What a person types, line by line.
  record Commands(List<String> lines) implements Block {}

  /// The key, to be typed.
  record PaperKey(List<String> lines) implements Block {}

  /// The same key, for a camera.
  record Qr(String text) implements Block {}

  /// An empty line to write on.
  record ByHand(String name) implements Block {}
}
