package dev.holdfast.app;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/// The memory of this process, where secrets are while it runs.
final class OwnMemory {
  /// The request's number on Linux; other systems do not know the call.
  private static final int PR_SET_DUMPABLE = 4;

  private OwnMemory() {}

  /// Keeps it, and the environment that the process was started with, from everybody but root: from
  /// other processes of the same user, debuggers and core dumps. Programs that are started from
  /// here are not hidden.
  ///
  /// Most of `/proc/self` belongs to root afterwards, so its owner says nothing any more.
  ///
  /// @return whether this system can do it; where it cannot, everything goes on as before
  @SuppressWarnings("restricted") // the launcher allows native calls
  static boolean hide() {
    try {
      var linker = Linker.nativeLinker();
      var symbol = linker.defaultLookup().find("prctl");
      if (symbol.isEmpty()) {
        return false;
      }
      var types =
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
      var call = linker.downcallHandle(symbol.get(), types, Linker.Option.firstVariadicArg(1));
      return (int) call.invokeExact(PR_SET_DUMPABLE, 0L) == 0;
    } catch (UnsupportedOperationException _) {
      return false;
    } catch (Throwable e) {
      throw new IllegalStateException("prctl could not be called", e);
    }
  }
}
