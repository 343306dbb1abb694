package dev.holdfast.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Looks at the arguments and the environment of every process of the machine, and at the files of
/// some directories, again and again, until it is closed. It remembers what it saw, so that it can
/// be asked for words that nobody knew while it looked.
final class ProcessWatch implements AutoCloseable {
  private static final DirectoryStream.Filter<Path> PROCESSES =
      path -> Character.isDigit(path.getFileName().toString().charAt(0));
  private static final int PAUSE_MILLIS = 3;
  private static final long FILE_BYTES_MAX = 1 << 18;

  /// @param place a program's arguments, or a file
  /// @param text what could be read there
  private record Sight(String place, String text) {}

  private final String exempt;
  private final List<Path> directories;
  private final Set<Sight> sights = ConcurrentHashMap.newKeySet();
  private final Set<String> failures = ConcurrentHashMap.newKeySet();
  private final AtomicInteger looks = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closed;

  /// @param exempt how the arguments of the processes begin that may have secrets
  /// @param directories whose files are looked at while they last
  ProcessWatch(String exempt, Collection<Path> directories) {
    this.exempt = exempt;
    this.directories = List.copyOf(directories);
    this.thread = Thread.ofPlatform().daemon().start(this::watch);
  }

  private void watch() {
    while (!closed) {
      look();
      directories.forEach(this::look);
      looks.incrementAndGet();
      try {
        // Without it the watch takes a processor away from what it watches.
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void look() {
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), PROCESSES)) {
      for (var process : processes) {
        // Before and after: a process that becomes the exempt one in between is exempt, and so is
        // the exempt one that ends in between, of which nothing can be read afterwards.
        var before = text(process.resolve("cmdline"));
        var environment = text(process.resolve("environ"));
        var after = text(process.resolve("cmdline"));
        if (!before.startsWith(exempt) && !after.startsWith(exempt)) {
          var program = after.isEmpty() ? before : after;
          sights.add(new Sight(program, before));
          sights.add(new Sight(program, after));
          sights.add(new Sight(program, environment));
        }
      }
    } catch (IOException e) {
      failures.add("/proc cannot be read: " + e);
    }
  }

  private void look(Path directory) {
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          look(file);
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && file.toFile().length() <= FILE_BYTES_MAX) {
          sights.add(new Sight(file.toString(), text(file)));
        }
      }
    } catch (IOException _) {
      // It is gone again.
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).replace('\0', ' ');
    } catch (IOException _) {
      return ""; // It has ended, or is the kernel's own.
    }
  }

  /// Where one of these words was seen.
  Set<String> found(Collection<String> words) {
    var found = new TreeSet<>(failures);
    for (var sight : sights) {
      for (var word : words) {
        if (sight.text().contains(word)) {
          found.add(sight.place().replace(word, "<HERE>") + ": " + word);
        }
      }
    }
    return found;
  }

  /// The programs and files that were seen at all.
  Set<String> places() {
    var places = new TreeSet<String>();
    sights.forEach(sight -> places.add(sight.place().split(" ", 2)[0]));
    return places;
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
