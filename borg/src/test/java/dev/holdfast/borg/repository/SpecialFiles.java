package dev.holdfast.borg.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A directory with one of everything that Borg stores.
final class SpecialFiles {
  /// Java cannot name files in bytes that are no text.
  private static final String SCRIPT =
      """
      import os, sys
      os.chdir(os.fsencode(sys.argv[1]))
      def write(name, content):
          with open(name, 'wb') as file:
              file.write(content)
      os.makedirs(b'deep/er/still')
      write(b'deep/er/still/file', b'deep')
      write(b'\\xff\\xfe not text', b'bytes')
      write(b'm\\xc3\\xbcller \\xe2\\x98\\x83', b'snow')
      write(b'new\\nline and \\x1b[31m', b'nl')
      write(b' leading and trailing ', b'sp')
      write(b'-rf', b'option')
      write(b'first name', b'shared content')
      os.link(b'first name', b'second name')
      os.symlink(b'nowhere \\xff', b'dangling')
      os.symlink(b'/etc/passwd', b'absolute')
      os.symlink(b'../..', b'upwards')
      os.mkfifo(b'pipe')
      with open(b'sparse', 'wb') as file:
          file.truncate(3 << 20)
          file.seek(1 << 20)
          file.write(b'an island')
      write(b'attributes', b'with')
      for name, value in ((b'user.one', b'\\x00\\xff'), (b'user.empty', b'')):
          try:
              os.setxattr(b'attributes', name, value)
          except OSError:
              print('no attributes here')
      os.utime(b'attributes', ns=(0, 1))
      os.chmod(b'attributes', 0o6755)
      """;

  private SpecialFiles() {}

  static void make(Path directory) throws IOException {
    Process python =
        new ProcessBuilder("python3", "-c", SCRIPT, directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      if (!python.waitFor(20, TimeUnit.SECONDS) || python.exitValue() != 0) {
        throw new IllegalStateException("the special files could not be made");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    if (!Files.exists(directory.resolve("second name"))) {
      throw new IllegalStateException("the special files are missing");
    }
  }
}
