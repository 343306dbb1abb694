package dev.holdfast.secrets.age;

import dev.holdfast.secrets.SecretException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets one writer at a time at the store, over all processes. The lock is on a file beside the
/// store, because the store itself is replaced.
final class StoreLock {
  private static final int TRIES_MAX = 500;

  private final Path store;
  private final Pause pause;

  // Closing any channel of a file ends all of a process's locks on it, so threads queue here first.
  private final ReentrantLock threads = new ReentrantLock();

  StoreLock(Path store, Pause pause) {
    this.store = store;
    this.pause = pause;
  }

  /// Proof that nobody else writes.
  final class Held implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private Held(FileChannel channel, FileLock lock) {
      this.channel = channel;
      this.lock = lock;
    }

    void require() {
      if (!lock.isValid()) {
        throw new IllegalStateException("the secret store is not locked");
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // the lock is gone with the channel, whatever close says
      } finally {
        threads.unlock();
      }
    }
  }

  Held hold(String called) {
    threads.lock();
    try {
      return holdAlone(called);
    } catch (RuntimeException e) {
      threads.unlock();
      throw e;
    }
  }

  private Held holdAlone(String called) {
    var path = store.resolveSibling(store.getFileName() + ".lock");
    try {
      var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      var channel = FileChannel.open(path, options, mode);
      for (var tries = 0; tries < TRIES_MAX; tries++) {
        var lock = tryLock(channel);
        if (lock != null) {
          return new Held(channel, lock);
        }
        pause.pause();
      }
      channel.close();
    } catch (IOException e) {
      throw new SecretException(
          SecretException.Kind.READ_ONLY,
          called + " cannot be written: " + path + " cannot be created",
          "create its directory and make it writable for the user that Holdfast runs as");
    }
    throw new SecretException(
        SecretException.Kind.READ_ONLY,
        called + " cannot be written: another process holds " + path,
        "wait for the other holdfast to end, or see who it is with `fuser " + path + "`");
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
