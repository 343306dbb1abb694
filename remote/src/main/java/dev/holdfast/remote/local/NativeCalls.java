package dev.holdfast.remote.local;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Calls of the system's C library for which Java has none of its own.
final class NativeCalls {
  private NativeCalls() {}

  /// A function that takes two numbers and returns one.
  @SuppressWarnings("restricted") // the launcher allows native calls
  static MethodHandle ofTwoInts(String name) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }
}
