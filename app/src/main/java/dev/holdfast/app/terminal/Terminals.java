package dev.holdfast.app.terminal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Asks the operating system whether a descriptor is a terminal and how large it is; Java itself
/// has no call for either.
public final class Terminals {
  /// Standard output.
  public static final int STANDARD_OUTPUT = 1;

  /// Standard error.
  public static final int STANDARD_ERROR = 2;

  private static final int WINSIZE_BYTES = 8;

  private Terminals() {}

  /// The size of the terminal behind a descriptor; empty if it is no terminal.
  ///
  /// The first call that finds a terminal takes about a tenth of a second, because Java then
  /// prepares its first native call. For pipes and files that is avoided.
  public static Optional<ScreenSize> sizeOf(int descriptor) {
    if (!mayBeTerminal(descriptor)) {
      return Optional.empty();
    }
    try (var arena = Arena.ofConfined()) {
      var window = arena.allocate(WINSIZE_BYTES, 2);
      if ((int) Ioctl.CALL.invokeExact(descriptor, Ioctl.TIOCGWINSZ, window) != 0) {
        return Optional.empty();
      }
      var rows = Short.toUnsignedInt(window.get(ValueLayout.JAVA_SHORT, 0));
      var columns = Short.toUnsignedInt(window.get(ValueLayout.JAVA_SHORT, 2));
      return Optional.of(
          rows == 0 || columns == 0 ? ScreenSize.UNKNOWN : new ScreenSize(columns, rows));
    } catch (Throwable e) {
      throw new IllegalStateException("ioctl could not be called", e);
    }
  }

  /// What Linux says of the descriptor; elsewhere the native call has to decide.
  private static boolean mayBeTerminal(int descriptor) {
    var links = Path.of("/proc/self/fd");
    try {
      if (!Files.isDirectory(links)) {
        return true;
      }
      var device = Files.readSymbolicLink(links.resolve(String.valueOf(descriptor)));
      return device.startsWith("/dev") && !device.endsWith("null");
    } catch (IOException e) {
      return false;
    }
  }

  private static final class Ioctl {
    /// The request's number on Linux; the BSDs have another one, and there the call just fails.
    static final long TIOCGWINSZ = 0x5413;

    static final MethodHandle CALL = call();

    private Ioctl() {}

    @SuppressWarnings("restricted") // the one native call; the launcher allows it
    private static MethodHandle call() {
      var linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow("ioctl"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.ADDRESS),
          Linker.Option.firstVariadicArg(2));
    }
  }
}
