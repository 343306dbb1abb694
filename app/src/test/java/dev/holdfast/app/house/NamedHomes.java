package dev.holdfast.app.house;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Things with an effect on, or knowledge of, the world outside: each may be touched only in the
/// classes that are its home, and enters every other class through a constructor.
public final class NamedHomes {
  /// One thing and its homes.
  ///
  /// @param what in words, for the message
  /// @param members `Owner#member` or `Owner#*`; a constructor is called `<init>`
  /// @param homes class names or package prefixes that end in a dot
  /// @param instead what to do in all other places
  public record Rule(String what, Set<String> members, Set<String> homes, String instead) {}

  private static final String ASSEMBLY = "dev.holdfast.app.Assembly";
  private static final String MAIN = "dev.holdfast.app.Main";
  private static final String SURROUNDINGS = "dev.holdfast.app.Surroundings";
  private static final String CONNECTION_SURROUNDINGS = "dev.holdfast.remote.machine.Surroundings";

  /// The rules of the product.
  public static final List<Rule> RULES =
      List.of(
          new Rule(
              "the clock",
              Set.of(
                  "java.time.Instant#now",
                  "java.time.LocalDate#now",
                  "java.time.LocalDateTime#now",
                  "java.time.ZonedDateTime#now",
                  "java.time.OffsetDateTime#now",
                  "java.time.Clock#systemUTC",
                  "java.time.Clock#systemDefaultZone",
                  "java.time.InstantSource#system",
                  "java.lang.System#currentTimeMillis",
                  "java.lang.System#nanoTime"),
              Set.of(ASSEMBLY, MAIN, SURROUNDINGS, CONNECTION_SURROUNDINGS),
              "take a java.time.InstantSource in the constructor; app.Assembly passes it"),
          new Rule(
              "randomness",
              Set.of(
                  "java.lang.Math#random",
                  "java.util.Random#<init>",
                  "java.util.UUID#randomUUID",
                  "java.util.concurrent.ThreadLocalRandom#current",
                  "java.util.random.RandomGenerator#getDefault",
                  "java.security.SecureRandom#<init>",
                  "java.security.SecureRandom#getInstanceStrong"),
              Set.of(ASSEMBLY, MAIN, SURROUNDINGS, CONNECTION_SURROUNDINGS),
              "take a RandomGenerator in the constructor; app.Assembly passes it"),
          new Rule(
              "the environment",
              Set.of(
                  "java.lang.System#getenv",
                  "java.lang.System#getProperty",
                  "java.lang.System#setProperty",
                  "java.lang.System#exit"),
              Set.of(ASSEMBLY, MAIN, SURROUNDINGS),
              "take the value in the constructor; app.Assembly reads it"),
          new Rule(
              "processes",
              Set.of("java.lang.ProcessBuilder#*", "java.lang.Runtime#exec"),
              Set.of("dev.holdfast.remote.local.", "dev.holdfast.secrets.command."),
              "ask the port HostConnection of fleet.host for a command"),
          new Rule(
              "sleeping",
              Set.of("java.lang.Thread#sleep", "java.util.concurrent.TimeUnit#sleep"),
              Set.of(SURROUNDINGS, CONNECTION_SURROUNDINGS),
              "take a Sleeper in the constructor, or wait on a condition with a deadline"),
          new Rule(
              "threads of the operating system",
              Set.of(
                  "java.lang.Thread#<init>",
                  "java.lang.Thread#ofPlatform",
                  "java.util.Timer#<init>",
                  "java.util.concurrent.Executors#newFixedThreadPool",
                  "java.util.concurrent.Executors#newCachedThreadPool"),
              Set.of(
                  MAIN,
                  "dev.holdfast.app.Interrupts",
                  "dev.holdfast.guard.Workbench",
                  "dev.holdfast.remote.socket.EventSocket"),
              "start a virtual thread with Thread.ofVirtual(), and say in the class comment who ends it"),
          new Rule(
              "logging and standard streams",
              Set.of(
                  "java.util.logging.Logger#*",
                  "java.lang.System#out",
                  "java.lang.System#err",
                  "java.lang.System#in",
                  "java.lang.Throwable#printStackTrace"),
              Set.of("dev.holdfast.app."),
              "return a value, raise a finding or throw; only app talks to people"));

  private NamedHomes() {}

  /// Every touch outside a home, as sentences.
  public static List<String> violations(Rule rule, JavaClasses classes) {
    var found = new TreeSet<String>();
    for (var user : classes) {
      if (isHome(rule, user.getName())) {
        continue;
      }
      for (var access : user.getAccessesFromSelf()) {
        if (touches(rule, access)) {
          found.add(access.getDescription());
        }
      }
    }
    return new ArrayList<>(found);
  }

  private static boolean touches(Rule rule, JavaAccess<?> access) {
    var owner = access.getTargetOwner();
    return rule.members().contains(owner.getName() + "#" + access.getTarget().getName())
        || rule.members().contains(owner.getName() + "#*")
        || (access.getTarget().getName().equals("printStackTrace")
            && owner.isAssignableTo(Throwable.class)
            && rule.members().contains("java.lang.Throwable#printStackTrace"));
  }

  private static boolean isHome(Rule rule, String className) {
    for (var home : rule.homes()) {
      var inside = home.endsWith(".") ? className.startsWith(home) : isPartOf(className, home);
      if (inside) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPartOf(String className, String home) {
    return className.equals(home) || className.startsWith(home + "$");
  }
}
