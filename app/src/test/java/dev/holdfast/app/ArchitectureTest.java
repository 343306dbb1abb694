package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.holdfast.app.house.Checkout;
import dev.holdfast.app.house.ModuleMap;
import dev.holdfast.app.house.NamedHomes;
import dev.holdfast.app.house.ShapeRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules of docs/design/architecture.md, checked on the compiled product. That each rule can
/// fail is shown in [ArchitectureRulesTest].
final class ArchitectureTest {
  private static final int HIDDEN_PERCENT_MIN = 35;
  private static final Set<String> SECRET_READERS =
      Set.of(
          "dev.holdfast.app.SecretCommand",
          "dev.holdfast.secrets.",
          "dev.holdfast.borg.",
          "dev.holdfast.store.PostgresDatabase",
          "dev.holdfast.remote.",
          "dev.holdfast.kit.",
          "dev.holdfast.fleet.run.");

  /// The one exception of the domain; configuration adds the list of everything that is wrong.
  private static final Set<String> OPEN = Set.of("dev.holdfast.fleet.failure.FleetException");

  private static final Set<String> WIDE_CONSTRUCTORS = Set.of("dev.holdfast.app.Assembly");

  private static JavaClasses product;

  @BeforeAll
  static void read_the_compiled_product() {
    product = new ClassFileImporter().importPaths(outputs());
  }

  private static List<Path> outputs() {
    var checkout = Checkout.find();
    var found = new ArrayList<Path>();
    for (var module : ModuleMap.MODULES) {
      if (checkout.modules().contains(module.name())) {
        found.add(checkout.root().resolve(module.name()).resolve("target/classes"));
      }
    }
    return found;
  }

  @Test
  void every_module_is_compiled_before_it_is_judged() {
    assertThat(outputs())
        .allSatisfy(output -> assertThat(output).isDirectoryRecursivelyContaining("glob:**.class"));
  }

  @Test
  void the_build_has_no_module_outside_the_picture() {
    var known =
        new ArrayList<>(List.of("lab", "bench", "third-party/picocli", "third-party/bouncycastle"));
    ModuleMap.MODULES.forEach(module -> known.add(module.name()));
    assertThat(known)
        .as("a new module needs its place in ModuleMap and docs/design/architecture.md first")
        .containsAll(Checkout.find().modules());
  }

  @Test
  void a_module_sees_only_what_is_below_it_and_only_its_own_libraries() {
    assertThat(ModuleMap.violations(product))
        .as("declare a port in fleet and implement it in an adapter, or move the code down")
        .isEmpty();
  }

  @Test
  void packages_form_no_cycle() {
    assertThat(ShapeRules.cycles(product))
        .as("move the shared type into the lower package, or pass it in as an interface")
        .isEmpty();
  }

  @Test
  void wire_borg_guard_and_fleet_do_no_input_or_output() {
    assertThat(ShapeRules.impurities(product))
        .as("take bytes or a port in the constructor; files, sockets, processes belong to adapters")
        .isEmpty();
  }

  @Test
  void the_world_outside_is_touched_only_in_named_homes() {
    var found = new ArrayList<String>();
    for (var rule : NamedHomes.RULES) {
      for (var violation : NamedHomes.violations(rule, product)) {
        if (!violation.contains("dev.holdfast.testkit.")) {
          found.add(rule.what() + ": " + rule.instead() + ": " + violation);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void a_secret_is_read_only_where_it_is_handed_on() {
    assertThat(ShapeRules.secretReaders(product, SECRET_READERS))
        .as("pass the Secret itself on, unread, to the module that needs its bytes")
        .isEmpty();
  }

  @Test
  void exceptions_are_final_and_called_exception() {
    assertThat(ShapeRules.oddExceptions(product))
        .filteredOn(name -> !OPEN.contains(name))
        .as("make it final and let its name end in Exception; several kinds are an enum inside it")
        .isEmpty();
  }

  @Test
  void nothing_static_can_change() {
    assertThat(ShapeRules.sharedState(product))
        .as("keep state in an object that Assembly makes; publish List.of(...) instead of an array")
        .isEmpty();
  }

  @Test
  void classes_are_closed() {
    assertThat(ShapeRules.openClasses(product))
        .filteredOn(name -> !OPEN.contains(name))
        .as("make the class final, or sealed if its cases are known")
        .isEmpty();
  }

  @Test
  void constructors_have_at_most_five_parameters() {
    assertThat(ShapeRules.wideConstructors(product, WIDE_CONSTRUCTORS))
        .as("group what belongs together into a record that has a name")
        .isEmpty();
  }

  @Test
  void enough_types_are_hidden_in_their_package() {
    assertThat(ShapeRules.hiddenPercent(product))
        .as(
            "percent of top-level types that are package-private: remove `public` where nobody outside needs it")
        .isGreaterThanOrEqualTo(HIDDEN_PERCENT_MIN);
  }

  @Test
  void the_place_of_a_module_is_not_taken_by_something_else() {
    var root = Checkout.find().root();
    assertThat(ModuleMap.MODULES)
        .filteredOn(module -> Files.exists(root.resolve(module.name())))
        .allSatisfy(module -> assertThat(root.resolve(module.name()).resolve("pom.xml")).exists());
  }
}
