package dev.holdfast.secrets.file;

import static java.util.Objects.requireNonNull;

import dev.holdfast.secrets.SecretException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Reads files that must be private, and replaces them as a whole.
public final class PrivateFiles {
  private static final int MODE_OF_OTHERS = 077;
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int EFFECTIVE_UID = 2;
  private static final AtomicLong WRITES = new AtomicLong();

  private final int uid;

  /// @param uid the user that Holdfast runs as
  public PrivateFiles(int uid) {
    this.uid = uid;
  }

  /// The user that this process runs as. The owner of `/proc/self` does not tell: it belongs to
  /// root where a process has hidden its memory.
  ///
  /// @throws IOException where there is no /proc
  public static int ownUid() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
      var fields = line.split("\\s+", -1);
      if (fields[0].equals("Uid:") && fields.length > EFFECTIVE_UID) {
        return Integer.parseInt(fields[EFFECTIVE_UID]);
      }
    }
    throw new IOException("/proc/self/status names no user");
  }

  /// Whether the file must be private, or somebody else sees to that.
  public enum Check {
    PRIVATE,
    ANY
  }

  /// The bytes of a file, which the caller zeroes; empty if there is no such file.
  ///
  /// @param called what messages name, for example `file:/etc/key`
  /// @param bytesMax a larger file is refused
  /// @throws SecretException if it is exposed, too large or unreadable
  public Optional<byte[]> read(String called, Path path, Check check, int bytesMax) {
    try {
      var mode = requireNonNull((Integer) Files.getAttribute(path, "unix:mode"));
      var owner = requireNonNull((Integer) Files.getAttribute(path, "unix:uid"));
      if ((mode & TYPE) != REGULAR) {
        throw unreadable(called, path + " is not a regular file");
      }
      if (check == Check.PRIVATE) {
        refuseIfExposed(called, path, mode, owner);
      }
      return Optional.of(bytes(called, path, bytesMax));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw new SecretException(
          SecretException.Kind.UNREADABLE,
          called + ": no permission to read " + path,
          "run Holdfast as the owner of the file, or `chown` it");
    } catch (IOException e) {
      throw unreadable(called, reason(path, e));
    }
  }

  private void refuseIfExposed(String called, Path path, int mode, int owner) {
    if (owner != uid && owner != 0) {
      throw new SecretException(
          SecretException.Kind.EXPOSED,
          called + ": " + path + " belongs to another user (uid " + owner + ")",
          "chown " + uid + " " + path);
    }
    if ((mode & MODE_OF_OTHERS) != 0) {
      throw new SecretException(
          SecretException.Kind.EXPOSED,
          called
              + ": others may use "
              + path
              + " (mode "
              + Integer.toOctalString(mode & 0777)
              + ")",
          "chmod 600 " + path);
    }
  }

  private static byte[] bytes(String called, Path path, int bytesMax) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      var size = channel.size();
      if (size > bytesMax) {
        throw unreadable(called, path + " is larger than " + bytesMax + " bytes");
      }
      var buffer = ByteBuffer.allocate((int) size);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      if (!buffer.hasRemaining()) {
        return buffer.array();
      }
      var shorter = Arrays.copyOf(buffer.array(), buffer.position());
      Arrays.fill(buffer.array(), (byte) 0);
      return shorter;
    }
  }

  /// Replaces a file, or creates it, with mode 0600: after a crash there is the old content or the
  /// new one. The directory must exist.
  ///
  /// @throws SecretException if it cannot be written
  public void replace(String called, Path path, byte[] content) {
    var directory = path.toAbsolutePath().getParent();
    var name = path.getFileName();
    if (directory == null || name == null) {
      throw unreadable(called, path + " is not a file name");
    }
    var fresh =
        directory.resolve(
            "."
                + name
                + "."
                + ProcessHandle.current().pid()
                + "."
                + WRITES.incrementAndGet()
                + ".new");
    try {
      try {
        write(fresh, content);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
      try (var entry = FileChannel.open(directory, StandardOpenOption.READ)) {
        entry.force(true);
      }
    } catch (NoSuchFileException e) {
      throw new SecretException(
          SecretException.Kind.READ_ONLY,
          called + ": the directory " + directory + " does not exist",
          "mkdir -m 700 " + directory);
    } catch (IOException e) {
      throw new SecretException(
          SecretException.Kind.READ_ONLY,
          called + " cannot be written: " + reason(path, e),
          "check the permissions of " + directory + " and the space on its disk");
    }
  }

  private static void write(Path fresh, byte[] content) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = FileChannel.open(fresh, options, mode)) {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static String reason(Path path, IOException e) {
    var why = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return path + (why == null ? "" : " (" + why + ")");
  }

  private static SecretException unreadable(String called, String why) {
    return new SecretException(
        SecretException.Kind.UNREADABLE,
        called + " cannot be read: " + why,
        "correct the reference, or put the secret there");
  }
}
