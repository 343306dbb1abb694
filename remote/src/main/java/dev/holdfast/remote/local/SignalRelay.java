package dev.holdfast.remote.local;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// While it is open, signals that would end this process go to a child instead.
///
/// The JDK's class for signals is in a module that is there for good but has no blessing: the
/// compiler warns of every use and cannot be told not to. So it is called by name.
final class SignalRelay implements AutoCloseable {
  private static final List<String> NAMES = List.of("HUP", "INT", "TERM");

  private final Map<Object, Object> former = new LinkedHashMap<>();
  private final List<Integer> early = new ArrayList<>();
  private @Nullable Process child;

  private SignalRelay() {}

  /// Catches signals from now on; those that come before there is a child wait for it.
  static SignalRelay open() {
    var relay = new SignalRelay();
    var handler =
        Proxy.newProxyInstance(
            SignalRelay.class.getClassLoader(),
            new Class<?>[] {Signals.HANDLER},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "handle" -> {
                    relay.caught(Signals.number(arguments[0]));
                    yield null;
                  }
                  case "equals" -> isSame(self, arguments[0]);
                  case "hashCode" -> System.identityHashCode(relay);
                  default -> "SignalRelay";
                });
    for (var name : NAMES) {
      var signal = Signals.of(name);
      relay.former.put(signal, Signals.handle(signal, handler));
    }
    return relay;
  }

  @SuppressWarnings("ReferenceEquality") // a handler is equal to nothing but itself
  private static boolean isSame(Object one, Object other) {
    return one == other;
  }

  /// From now on signals go to this process.
  synchronized void passTo(Process process) {
    child = process;
    early.forEach(number -> pass(number, process));
    early.clear();
  }

  private synchronized void caught(int number) {
    if (child == null) {
      early.add(number);
    } else {
      pass(number, child);
    }
  }

  /// What a terminal sends, it sends to the whole group in its foreground: the child has it
  /// already, and borg takes a second Ctrl-C for an order to leave everything as it is.
  private static void pass(int number, Process process) {
    var fromTerminal = number != Kill.TERM && ControllingTerminal.isOurs();
    if (!fromTerminal && process.isAlive()) {
      Kill.send(process.pid(), number);
    }
  }

  @Override
  public void close() {
    former.forEach(Signals::handle);
  }

  /// `sun.misc.Signal` and `sun.misc.SignalHandler`.
  private static final class Signals {
    static final Class<?> SIGNAL = type("sun.misc.Signal");
    static final Class<?> HANDLER = type("sun.misc.SignalHandler");

    private Signals() {}

    private static Class<?> type(String name) {
      try {
        return Class.forName(name);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("this Java has no " + name, e);
      }
    }

    static Object of(String name) {
      return call(() -> SIGNAL.getConstructor(String.class).newInstance(name));
    }

    static int number(Object signal) {
      return call(() -> (Integer) SIGNAL.getMethod("getNumber").invoke(signal));
    }

    static Object handle(Object signal, Object handler) {
      return call(() -> SIGNAL.getMethod("handle", SIGNAL, HANDLER).invoke(null, signal, handler));
    }

    private interface Reflective<T> {
      T call() throws ReflectiveOperationException;
    }

    private static <T> T call(Reflective<T> call) {
      try {
        return call.call();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("signals cannot be caught in this Java", e);
      }
    }
  }

  /// `kill(2)`: Java can send only one kind of signal, and not the one that is wanted.
  private static final class Kill {
    static final int TERM = 15;

    private static final MethodHandle CALL = NativeCalls.ofTwoInts("kill");

    private Kill() {}

    static void send(long pid, int signal) {
      try {
        // It fails only where the process has just ended: then there is nothing to do.
        var _ = (int) CALL.invokeExact((int) pid, signal);
      } catch (Throwable e) {
        throw new IllegalStateException("kill could not be called", e);
      }
    }
  }
}
