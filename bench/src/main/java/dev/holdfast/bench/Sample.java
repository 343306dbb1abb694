package dev.holdfast.bench;

import java.util.Locale;

/// What one way of relaying cost on the controller.
///
/// @param mebibytes moved
/// @param seconds logins included, on both sides of the comparison
/// @param cpuSeconds user and system time of all processes on the controller
/// @param peakMebibytes largest resident set; zero where it was not measured
record Sample(double mebibytes, double seconds, double cpuSeconds, double peakMebibytes) {
  double mebibytesPerSecond() {
    return mebibytes / seconds;
  }

  double cpuSecondsPerGibibyte() {
    return cpuSeconds * 1024 / mebibytes;
  }

  String row(String name) {
    return String.format(
        Locale.ROOT,
        "%-28s %8.0f MiB %8.1f MiB/s %7.2f CPU-s/GiB %6.0f MiB peak RSS",
        name,
        mebibytes,
        mebibytesPerSecond(),
        cpuSecondsPerGibibyte(),
        peakMebibytes);
  }

  String json(String name) {
    return String.format(
        Locale.ROOT,
        "{\"name\":\"%s\",\"mib\":%.0f,\"mib_s\":%.1f,\"cpu_s_gib\":%.3f,\"peak_rss_mib\":%.0f}",
        name,
        mebibytes,
        mebibytesPerSecond(),
        cpuSecondsPerGibibyte(),
        peakMebibytes);
  }
}
