package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.house.ModuleMap;
import dev.holdfast.app.house.NamedHomes;
import dev.holdfast.app.house.Planted;
import dev.holdfast.app.house.ShapeRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each architecture rule, seen to fail on code that breaks it.
final class ArchitectureRulesTest {
  @TempDir Path directory;

  @Test
  void a_domain_that_sees_an_adapter_is_found() throws IOException {
    var classes =
        Planted.compile(
            directory,
            "package dev.holdfast.remote; public final class Ssh {}",
            "package dev.holdfast.fleet; final class Run { dev.holdfast.remote.Ssh ssh; }");
    assertThat(ModuleMap.violations(classes))
        .containsExactly("dev.holdfast.fleet.Run uses dev.holdfast.remote.Ssh");
  }

  @Test
  void a_library_outside_its_module_is_found() throws IOException {
    var classes =
        Planted.compile(
            directory,
            "package dev.holdfast.guard; final class Judge { tools.jackson.core.JsonParser[] p; }");
    assertThat(ModuleMap.violations(classes))
        .containsExactly("dev.holdfast.guard.Judge uses tools.jackson.core.JsonParser");
  }

  @Test
  void code_in_an_unknown_module_is_found() throws IOException {
    var classes = Planted.compile(directory, "package dev.holdfast.common; final class Bits {}");
    assertThat(ModuleMap.violations(classes))
        .containsExactly("dev.holdfast.common.Bits is in no module that ModuleMap knows");
  }

  @Test
  void two_packages_that_need_each_other_are_found() throws IOException {
    var classes =
        Planted.compile(
            directory,
            "package dev.holdfast.fleet.a; public final class A { dev.holdfast.fleet.b.B b; }",
            "package dev.holdfast.fleet.b; public final class B { dev.holdfast.fleet.a.A a; }");
    assertThat(ShapeRules.cycles(classes)).hasSize(1);
  }

  @Test
  void a_file_that_is_read_in_the_domain_is_found() throws IOException {
    var classes =
        Planted.compile(
            directory,
            """
            package dev.holdfast.fleet;
            final class Reads {
              boolean there(java.nio.file.Path p) { return java.nio.file.Files.exists(p); }
            }
            """);
    assertThat(ShapeRules.impurities(classes))
        .containsExactly("dev.holdfast.fleet.Reads uses java.nio.file.Files");
  }

  @Test
  void the_world_outside_its_homes_is_found_even_by_method_reference() throws IOException {
    var classes =
        Planted.compile(
            directory,
            """
            package dev.holdfast.fleet;
            final class Impatient {
              java.util.function.Supplier<java.time.Instant> clock = java.time.Instant::now;
              Object dice = new java.util.Random();
              String home = System.getenv("HOME");
              void run(Exception e) throws Exception {
                new ProcessBuilder("true").start();
                Thread.sleep(1);
                new Thread(() -> {}).start();
                e.printStackTrace();
              }
            }
            """);
    assertThat(NamedHomes.RULES)
        .allSatisfy(rule -> assertThat(NamedHomes.violations(rule, classes)).isNotEmpty());
  }

  @Test
  void the_home_of_the_clock_may_read_it() throws IOException {
    var classes =
        Planted.compile(
            directory,
            """
            package dev.holdfast.app;
            final class Assembly { java.time.Instant now = java.time.Instant.now(); }
            """);
    assertThat(NamedHomes.RULES)
        .allSatisfy(rule -> assertThat(NamedHomes.violations(rule, classes)).isEmpty());
  }

  @Test
  void a_curious_reader_of_secrets_is_found() throws IOException {
    var classes =
        Planted.compile(
            directory,
            """
            package dev.holdfast.fleet;
            final class Curious {
              String read(dev.holdfast.secrets.Secret s) { return s.use(String::new); }
            }
            """);
    assertThat(ShapeRules.secretReaders(classes, Set.of("dev.holdfast.secrets."))).hasSize(1);
    assertThat(ShapeRules.secretReaders(classes, Set.of("dev.holdfast.fleet."))).isEmpty();
  }

  @Test
  void odd_shapes_are_found() throws IOException {
    var classes =
        Planted.compile(
            directory,
            """
            package dev.holdfast.fleet;
            public class Open {
              static int counter;
              public static final int[] TABLE = {1};
              Open(int a, int b, int c, int d, int e, int f) {}
              static final class Oops extends RuntimeException {}
              static class BadException extends RuntimeException {}
            }
            """,
            "package dev.holdfast.fleet; record Wide(int a, int b, int c, int d, int e, int f) {}");
    assertThat(ShapeRules.openClasses(classes)).hasSize(2);
    assertThat(ShapeRules.sharedState(classes)).hasSize(2);
    assertThat(ShapeRules.oddExceptions(classes)).hasSize(2);
    assertThat(ShapeRules.wideConstructors(classes, Set.of())).hasSize(1);
    assertThat(ShapeRules.hiddenPercent(classes)).isEqualTo(50);
  }
}
