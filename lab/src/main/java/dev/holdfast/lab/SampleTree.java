package dev.holdfast.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/// A tree of files like those of a real machine, the same for the same seed: texts, incompressible
/// bytes, a sparse image, hard links, symbolic links, and names that break careless programs.
public final class SampleTree {
  /// Names that only survive if no shell, pattern or line reader ever sees them unquoted.
  static final List<String> AWKWARD_NAMES =
      List.of(
          "with blank.txt",
          "it's \"quoted\".txt",
          "two\nlines.txt",
          "tab\tbed.txt",
          "$(touch substituted)",
          "`touch substituted`",
          "; touch substituted;",
          "-rf",
          "*star?[x]",
          "back\\slash",
          "größe-日本語-🗄.txt");

  private static final int TEXT_LINES = 400;
  private static final int RANDOM_FILE_BYTES = 256 << 10;
  private static final long SPARSE_BYTES = 8L << 20;
  private static final Instant LAST_CHANGE = Instant.parse("2026-01-01T00:00:00Z");
  private static final String[] WORDS = {
    "anchor", "ballast", "capstan", "deck", "ebb", "fathom", "gunwale", "hold", "jetty", "keel"
  };

  private final Path root;
  private final SplittableRandom random;

  private SampleTree(Path root, long seed) {
    this.root = root;
    this.random = new SplittableRandom(seed);
  }

  /// Plants a tree in a directory, which is made if absent.
  ///
  /// @param megabytes how much of it cannot be compressed
  public static SampleTree plant(Path root, long seed, int megabytes) throws IOException {
    var tree = new SampleTree(root, seed);
    tree.texts(Files.createDirectories(root.resolve("documents/letters")), 24);
    tree.randoms(Files.createDirectories(root.resolve("pictures")), megabytes * 4);
    tree.awkwardNames(Files.createDirectories(root.resolve("names")));
    tree.links(Files.createDirectories(root.resolve("links")));
    tree.specials(Files.createDirectories(root.resolve("special")));
    return tree;
  }

  /// Where it stands.
  public Path root() {
    return root;
  }

  /// What a day of work does: a file grows, one is new, one is gone, one has another name.
  public void change() throws IOException {
    var letters = root.resolve("documents/letters");
    Files.writeString(letters.resolve("letter-0.txt"), line(), StandardOpenOption.APPEND);
    Files.writeString(letters.resolve("new-" + random.nextInt(1 << 30) + ".txt"), line());
    Files.deleteIfExists(letters.resolve("letter-1.txt"));
    Files.move(
        letters.resolve("letter-2.txt"),
        letters.resolve("letter-2-moved-" + random.nextInt(1 << 30) + ".txt"));
    texts(letters, 3);
    randoms(root.resolve("pictures"), 2);
  }

  private void texts(Path directory, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      var text = new StringBuilder();
      for (int j = 0; j < TEXT_LINES; j++) {
        text.append(line());
      }
      write(
          directory.resolve("letter-" + i + ".txt"),
          text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void randoms(Path directory, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      var bytes = new byte[RANDOM_FILE_BYTES];
      random.nextBytes(bytes);
      write(directory.resolve("picture-" + i + ".raw"), bytes);
    }
  }

  private void awkwardNames(Path directory) throws IOException {
    for (var name : AWKWARD_NAMES) {
      write(directory.resolve(name), line().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void links(Path directory) throws IOException {
    var first = directory.resolve("one-of-two");
    write(first, line().getBytes(StandardCharsets.UTF_8));
    Files.createLink(directory.resolve("two-of-two"), first);
    Files.createSymbolicLink(directory.resolve("to-file"), Path.of("one-of-two"));
    Files.createSymbolicLink(directory.resolve("to-directory"), Path.of("../documents"));
    Files.createSymbolicLink(directory.resolve("to-nothing"), Path.of("/nowhere/at all"));
  }

  private void specials(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("empty directory"));
    write(directory.resolve("empty"), new byte[0]);
    write(directory.resolve("private"), line().getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(
        directory.resolve("private"), PosixFilePermissions.fromString("rw-------"));
    write(directory.resolve("run-me"), "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(
        directory.resolve("run-me"), PosixFilePermissions.fromString("rwxr-x--x"));
    try (var image =
        FileChannel.open(
            directory.resolve("sparse.img"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      image.write(ByteBuffer.wrap(line().getBytes(StandardCharsets.UTF_8)), SPARSE_BYTES / 2);
      image.write(ByteBuffer.wrap(new byte[1]), SPARSE_BYTES - 1);
    }
  }

  private void write(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, FileTime.from(LAST_CHANGE.plusSeconds(random.nextInt(86_400))));
  }

  private String line() {
    var words = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      words.append(WORDS[random.nextInt(WORDS.length)]).append(i == 7 ? '\n' : ' ');
    }
    return words.toString();
  }
}
