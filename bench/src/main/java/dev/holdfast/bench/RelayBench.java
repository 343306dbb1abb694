package dev.holdfast.bench;

import dev.holdfast.testkit.DelayProxy;
import dev.holdfast.testkit.KnownHostsLines;
import dev.holdfast.testkit.SshKeyFile;
import dev.holdfast.testkit.SshdSetup;
import dev.holdfast.testkit.ThrowawaySshd;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Compares the relay with `ssh T cat | ssh B cat`, in turns, so that both see the same machine.
final class RelayBench {
  private static final int CROWD_MEBIBYTES = 256;
  private static final int CROWD = 20;
  private static final int WARM_UP_MEBIBYTES = 6144;

  private final Path directory;
  private final ThrowawaySshd target;
  private final ThrowawaySshd repository;
  private final DelayProxy far;

  private RelayBench(
      Path directory, ThrowawaySshd target, ThrowawaySshd repository, DelayProxy far) {
    this.directory = directory;
    this.target = target;
    this.repository = repository;
    this.far = far;
  }

  public static void main(String[] words) throws Exception {
    var mebibytes = words.length > 0 ? Integer.parseInt(words[0]) : 2048;
    var rounds = words.length > 1 ? Integer.parseInt(words[1]) : 3;
    var directory = Files.createTempDirectory("bench");
    var key = SshKeyFile.generate(directory.resolve("key"));
    var setup = SshdSetup.letting(key.publicLine());
    try (var target = ThrowawaySshd.start(directory.resolve("T"), setup);
        var repository = ThrowawaySshd.start(directory.resolve("B"), setup);
        var far = DelayProxy.before(target.port(), Duration.ofMillis(25))) {
      new RelayBench(directory, target, repository, far).run(mebibytes, rounds);
    } finally {
      delete(directory);
    }
  }

  private void run(int mebibytes, int rounds) throws Exception {
    Files.write(
        directory.resolve("pins"),
        List.of(
            target.knownHostsLine(),
            repository.knownHostsLine(),
            KnownHostsLines.plain(
                "127.0.0.1", far.port(), target.hostKey("ed25519").publicLine())));
    var load = Files.readString(Path.of("/proc/loadavg")).strip();
    System.out.println("load average at the start: " + load);
    compare("near", target.port(), mebibytes, rounds);
    compare("far (50 ms)", far.port(), mebibytes, rounds);
    var crowd = holdfast("20 at once", target.port(), CROWD, CROWD_MEBIBYTES);
    report("holdfast, 20 at once", crowd);
  }

  private void compare(String where, int port, int mebibytes, int rounds) throws Exception {
    var ours = new ArrayList<Sample>();
    var theirs = new ArrayList<Sample>();
    for (int i = 0; i < rounds; i++) {
      ours.add(holdfast(where, port, 1, mebibytes));
      theirs.add(openssh(port, mebibytes));
    }
    var our = median(ours);
    var their = median(theirs);
    report("holdfast, " + where, our);
    report("ssh | ssh, " + where, their);
    System.out.printf(
        Locale.ROOT,
        "%-28s %.2f x as fast, %.2f x the CPU%n%n",
        "ratio, " + where,
        our.mebibytesPerSecond() / their.mebibytesPerSecond(),
        our.cpuSecondsPerGibibyte() / their.cpuSecondsPerGibibyte());
  }

  private Sample holdfast(String where, int port, int count, int mebibytes) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var options = System.getProperty("relay.options", "-XX:+UseSerialGC -Xmx512m");
    var words = new ArrayList<>(List.of(java));
    words.addAll(List.of(options.split(" ", -1)));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(RelayProcess.class.getName(), directory.toString(), "" + port));
    words.addAll(List.of("" + repository.port(), "" + count));
    words.addAll(List.of(frames(mebibytes), "" + warmUps(mebibytes)));
    var numbers = lastLine(words).split(" ", -1);
    System.out.printf(
        Locale.ROOT,
        "  %s: %.1f MiB/s; first connection of a cold process %.2f s; CPU with start and warm-up"
            + " %.1f s%n",
        where,
        Double.parseDouble(numbers[0]) / Double.parseDouble(numbers[1]),
        Double.parseDouble(numbers[4]),
        Double.parseDouble(numbers[5]));
    return new Sample(
        Double.parseDouble(numbers[0]),
        Double.parseDouble(numbers[1]),
        Double.parseDouble(numbers[2]),
        Double.parseDouble(numbers[3]));
  }

  private Sample openssh(int port, int mebibytes) throws Exception {
    var options =
        "-F none -o BatchMode=yes -o IdentitiesOnly=yes -c aes128-gcm@openssh.com -i "
            + directory.resolve("key")
            + " -o UserKnownHostsFile="
            + directory.resolve("pins");
    var line =
        ("ssh %s -p %d 127.0.0.1 'cat %s' | ssh %s -p %d 127.0.0.1 'cat >/dev/null';"
                + " cat /proc/$$/stat")
            .formatted(options, port, frames(mebibytes), options, repository.port());
    var begin = System.nanoTime();
    var stat = lastLine(List.of("sh", "-c", line));
    var seconds = (System.nanoTime() - begin) / 1e9;
    return new Sample(mebibytes, seconds, ProcessCost.cpuSeconds(stat), 0);
  }

  /// The file that T sends. Its process there reads it directly, in both ways.
  private String frames(int mebibytes) throws IOException {
    var file = directory.resolve("frames-" + mebibytes);
    if (!Files.exists(file)) {
      PutFrames.write(file, mebibytes / 2);
    }
    return file.toString();
  }

  // A cold JVM spends its first seconds on compiling.
  private static int warmUps(int mebibytes) {
    return Math.max(1, WARM_UP_MEBIBYTES / mebibytes);
  }

  private static String lastLine(List<String> words) throws Exception {
    var process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var last = "";
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        last = line;
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException(words.getFirst() + " failed");
    }
    return last;
  }

  private static Sample median(List<Sample> samples) {
    var sorted = new ArrayList<>(samples);
    sorted.sort(Comparator.comparingDouble(Sample::mebibytesPerSecond));
    return sorted.get(sorted.size() / 2);
  }

  private static void report(String name, Sample sample) {
    System.out.println(sample.row(name));
    System.out.println(sample.json(name));
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
