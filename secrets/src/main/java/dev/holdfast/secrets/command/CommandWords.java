package dev.holdfast.secrets.command;

import java.util.ArrayList;
import java.util.List;

/// Splits a command as a POSIX shell does, with quotes and backslashes but nothing else: no
/// variables, no wildcards, no pipes.
final class CommandWords {
  private final String text;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private CommandWords(String text) {
    this.text = text;
  }

  /// @throws IllegalArgumentException for an open quote or a backslash at the end
  static List<String> of(String text) {
    return new CommandWords(text).split();
  }

  private List<String> split() {
    while (at < text.length()) {
      var character = text.charAt(at++);
      switch (character) {
        case ' ', '\t', '\n', '\r' -> endWord();
        case '\'' -> quoted('\'');
        case '"' -> quoted('"');
        case '\\' -> add(next());
        default -> add(character);
      }
    }
    endWord();
    return List.copyOf(words);
  }

  private void quoted(char quote) {
    inWord = true;
    for (var character = next(); character != quote; character = next()) {
      if (character == '\\' && quote == '"' && isEscapable(at)) {
        character = next();
      }
      word.append(character);
    }
  }

  private boolean isEscapable(int index) {
    return index < text.length() && "\"\\$`".indexOf(text.charAt(index)) >= 0;
  }

  private char next() {
    if (at == text.length()) {
      throw new IllegalArgumentException("ends inside of a quote or after a backslash");
    }
    return text.charAt(at++);
  }

  private void add(char character) {
    inWord = true;
    word.append(character);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
