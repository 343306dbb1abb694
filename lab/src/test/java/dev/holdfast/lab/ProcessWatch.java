package dev.holdfast.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/// Looks at the arguments and the environment of every process of the machine, again and again,
/// until it is closed.
final class ProcessWatch implements AutoCloseable {
  private static final DirectoryStream.Filter<Path> PROCESSES =
      path -> Character.isDigit(path.getFileName().toString().charAt(0));

  private final List<String> words;
  private final String exempt;
  private final Set<String> found = new ConcurrentSkipListSet<>();
  private final Set<String> seen = new ConcurrentSkipListSet<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closed;

  /// @param words that no process may have
  /// @param exempt how the arguments of the processes begin that may
  ProcessWatch(Collection<String> words, String exempt) {
    this.words = List.copyOf(words);
    this.exempt = exempt;
    this.thread = Thread.ofPlatform().daemon().start(this::watch);
  }

  private void watch() {
    while (!closed) {
      look();
      looks.incrementAndGet();
    }
  }

  private void look() {
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), PROCESSES)) {
      for (var process : processes) {
        // In this order: a process that becomes the exempt one in between is exempt.
        var environment = text(process.resolve("environ"));
        var arguments = text(process.resolve("cmdline"));
        if (!arguments.startsWith(exempt)) {
          judge(arguments, arguments);
          judge(arguments, environment);
        }
      }
    } catch (IOException e) {
      found.add("/proc cannot be read: " + e);
    }
  }

  private void judge(String process, String text) {
    seen.add(process.split(" ", 2)[0]);
    for (var word : words) {
      if (text.contains(word)) {
        found.add(process.replace(word, "<HERE>") + ": " + word);
      }
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).replace('\0', ' ');
    } catch (IOException e) {
      return ""; // It has ended, or is the kernel's own.
    }
  }

  /// Where a word was seen.
  Set<String> found() {
    return new TreeSet<>(found);
  }

  /// The programs that were seen at all.
  Set<String> programs() {
    return new TreeSet<>(seen);
  }

  /// How often everything was looked at.
  int looks() {
    return looks.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
