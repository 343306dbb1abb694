package dev.holdfast.lab;

/// The demo: a throw-away fleet, guarded backups, an attack, a restore.
public final class DemoMain {
  private DemoMain() {}

  public static void main(String[] words) {
    System.out.println("demo " + words.length);
  }
}
