package dev.holdfast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the kernel says of this process.
final class ProcessCost {
  private static final double TICKS_PER_SECOND = 100;

  private ProcessCost() {}

  /// User and system time of this process and of its children that have ended, in seconds.
  static double cpuSeconds() throws IOException {
    return cpuSeconds(Files.readString(Path.of("/proc/self/stat")));
  }

  /// The same from the text of a `/proc/PID/stat`.
  static double cpuSeconds(String stat) {
    var fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1));
    double ticks = 0;
    for (int i = 11; i <= 14; i++) {
      ticks += Long.parseLong(fields.get(i));
    }
    return ticks / TICKS_PER_SECOND;
  }

  /// The largest resident set so far, in MiB.
  static double peakMebibytes() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    return 0;
  }
}
