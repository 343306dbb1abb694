package dev.holdfast.lab;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the demo speaks: numbered headings, indented facts, commands as one would type them. Colours
/// only on a terminal.
final class Narration {
  private static final int WIDTH = 96;
  private static final String BOLD = "1";
  private static final String GREEN = "32";
  private static final String RED = "31";
  private static final String DIM = "2";

  private final PrintStream out;
  private final boolean colours;
  private int chapter;

  Narration(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  /// Whether standard output is a terminal that wants colours.
  static boolean coloursAreWelcome(Map<String, String> environment) {

    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
        && !environment.containsKey("NO_COLOR")
        && !"dumb".equals(environment.get("TERM"));
  }

  void chapter(String title) {
    chapter++;
    out.println();
    out.println(painted(BOLD, chapter + "  " + title));
  }

  void fact(String sentence) {
    out.println("   " + sentence);
  }

  void command(String line) {
    out.println(painted(DIM, "   $ " + line));
    out.flush();
  }

  void proven(String sentence) {
    out.println(painted(GREEN, "   ✔ " + sentence));
  }

  void failure(String sentence) {
    out.println();
    out.println(painted(RED, "✘ The demo failed: " + sentence));
  }

  /// What happened, in a frame.
  void summary(String title, List<String> lines) {
    out.println();
    var rule = "─".repeat(WIDTH - 2);
    out.println("┌" + rule + "┐");
    out.println("│ " + painted(BOLD, padded(title)) + " │");
    out.println("├" + rule + "┤");
    lines.forEach(line -> out.println("│ " + padded(line) + " │"));
    out.println("└" + rule + "┘");
  }

  void playOn(KeptLab kept) {
    out.println();
    out.println("The fleet keeps running. Play on:");
    out.println("  " + kept.holdfast() + " list");
    out.println("  " + kept.holdfast() + " backup web1");
    out.println("  " + kept.holdfast() + " doctor");
    out.println("and end it, with all its files:");
    out.println("  " + kept.stop());
  }

  private static String padded(String line) {
    var room = WIDTH - 4;
    return line.length() > room
        ? line.substring(0, room - 1) + "…"
        : line + " ".repeat(room - line.length());
  }

  private String painted(String colour, String text) {
    return colours ? "\033[" + colour + "m" + text + "\033[0m" : text;
  }
}
