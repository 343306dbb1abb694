package dev.holdfast.app.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The picture in docs/design/architecture.md as a table: which module sees which, and which
/// libraries live where.
public final class ModuleMap {
  /// One module.
  ///
  /// @param sees modules whose types it may name
  /// @param libraries packages of third parties it may name, with everything below them
  public record Module(String name, Set<String> sees, Set<String> libraries) {}

  private static final String ROOT = "dev.holdfast.";
  private static final Set<String> PLATFORM = Set.of("java.", "javax.", "jdk.", "org.jspecify.");
  private static final Set<String> CORE = Set.of("wire", "borg", "guard", "secrets", "fleet");
  private static final Set<String> JACKSON =
      Set.of("tools.jackson.", "com.fasterxml.jackson.annotation.");

  /// All modules of the product, those included that are still to come.
  public static final List<Module> MODULES =
      List.of(
          new Module("wire", Set.of(), Set.of()),
          new Module(
              "borg",
              Set.of("wire"),
              Set.of(
                  "org.bouncycastle.",
                  "io.airlift.compress.",
                  "com.github.luben.zstd.",
                  "org.tukaani.xz.")),
          new Module("guard", Set.of("wire", "borg"), Set.of()),
          new Module("secrets", Set.of(), with(JACKSON, "com.exceptionfactory.jagged.")),
          new Module(
              "fleet",
              Set.of("wire", "borg", "guard", "secrets"),
              with(JACKSON, "org.tomlj.", "org.antlr.v4.", "org.snakeyaml.engine.")),
          new Module("remote", CORE, Set.of("org.apache.sshd.", "org.bouncycastle.")),
          new Module("store", CORE, with(JACKSON, "org.sqlite.")),
          new Module("kit", Set.of("secrets"), Set.of("com.google.zxing.")),
          new Module("notify", CORE, JACKSON),
          new Module("web", CORE, with(JACKSON, "io.helidon.", "gg.jte.")),
          new Module(
              "app",
              with(CORE, "remote", "store", "kit", "notify", "web"),
              with(JACKSON, "picocli.")),
          new Module("testkit", Set.of(), Set.of("org.assertj.", "com.sun.net.httpserver.")));

  private ModuleMap() {}

  /// The module that owns a package, empty for the JDK and third parties.
  public static Optional<String> ownerOf(String packageName) {
    if (!packageName.startsWith(ROOT)) {
      return Optional.empty();
    }
    var rest = packageName.substring(ROOT.length());
    var dot = rest.indexOf('.');
    return Optional.of(dot < 0 ? rest : rest.substring(0, dot));
  }

  /// Every use of a type that the table does not allow, as sentences.
  public static List<String> violations(JavaClasses classes) {
    var found = new TreeSet<String>();
    for (var user : classes) {
      var module = ownerOf(user.getPackageName()).flatMap(ModuleMap::named);
      if (module.isEmpty()) {
        found.add(user.getName() + " is in no module that ModuleMap knows");
        continue;
      }
      for (var dependency : user.getDirectDependenciesFromSelf()) {
        var used = dependency.getTargetClass().getBaseComponentType();
        if (!used.isPrimitive() && !allows(module.get(), used)) {
          found.add(user.getName() + " uses " + used.getName());
        }
      }
    }
    return new ArrayList<>(found);
  }

  private static boolean allows(Module module, JavaClass used) {
    var name = used.getPackageName() + ".";
    var owner = ownerOf(used.getPackageName());
    if (owner.isPresent()) {
      return owner.get().equals(module.name()) || module.sees().contains(owner.get());
    }
    return PLATFORM.stream().anyMatch(name::startsWith)
        || module.libraries().stream().anyMatch(name::startsWith);
  }

  private static Optional<Module> named(String name) {
    return MODULES.stream().filter(module -> module.name().equals(name)).findFirst();
  }

  private static Set<String> with(Set<String> some, String... more) {
    var all = new TreeSet<>(some);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
