package dev.holdfast.app.terminal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Asks the operating system whether a descriptor is a terminal and how large it is; Java itself
/// has no call for either.
public final class Terminals {
  /// Standard output.
  public static final int STANDARD_OUTPUT = 1;

  /// Standard error.
  public static final int STANDARD_ERROR = 2;

  /// The request number on Linux and the BSDs differ; only Linux is asked.
  private static final long TIOCGWINSZ = 0x5413;

  private static final int WINSIZE_BYTES = 8;

  private Terminals() {}

  /// The size of the terminal behind a descriptor; empty if it is no terminal.
  @SuppressWarnings("restricted") // the one native call; the launcher allows it
  public static Optional<ScreenSize> sizeOf(int descriptor) {
    var linker = Linker.nativeLinker();
    var ioctl = linker.defaultLookup().find("ioctl");
    if (ioctl.isEmpty()) {
      return Optional.empty();
    }
    var call =
        linker.downcallHandle(
            ioctl.get(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    try (var arena = Arena.ofConfined()) {
      var window = arena.allocate(WINSIZE_BYTES, 2);
      if ((int) call.invokeExact(descriptor, TIOCGWINSZ, window) != 0) {
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
}
