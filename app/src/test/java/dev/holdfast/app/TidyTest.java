package dev.holdfast.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.app.house.Checkout;
import dev.holdfast.app.house.ClosedSwitches;
import dev.holdfast.app.house.JavaSources;
import dev.holdfast.app.house.JavaSources.Source;
import dev.holdfast.app.house.Markdown;
import dev.holdfast.app.house.Promises;
import dev.holdfast.app.house.SourceRules;
import dev.holdfast.app.house.TestRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The repository keeps its own house: rules on the source tree and the documents. That each rule
/// can fail is shown in [TidyRulesTest].
final class TidyTest {
  private static final Checkout CHECKOUT = Checkout.find();
  private static final Pattern REPOSITORY_ELEMENT =
      Pattern.compile("<(repositories|pluginRepositories|distributionManagement|mirror)>");

  private static List<Source> sources = List.of();

  @BeforeAll
  static void read_the_source_tree() {
    sources = JavaSources.of(CHECKOUT);
  }

  @Test
  void there_is_a_source_tree_to_judge() {
    assertThat(sources).hasSizeGreaterThan(20);
    assertThat(CHECKOUT.files(".md")).hasSizeGreaterThan(10);
  }

  @Test
  void files_are_short() {
    assertThat(SourceRules.longFiles(sources))
        .as("a file of more than 500 lines holds two things: give the second its own file")
        .isEmpty();
  }

  @Test
  void methods_are_short() {
    assertThat(SourceRules.longMethods(sources))
        .as("a method of more than 70 lines has chapters: give them names")
        .isEmpty();
  }

  @Test
  void names_come_from_the_vocabulary() {
    assertThat(SourceRules.noiseNames(sources))
        .as("name the role with a word of docs/design/vocabulary.md (Ledger, not DataManagerImpl)")
        .isEmpty();
  }

  @Test
  void a_switch_over_our_own_closed_set_has_no_default() {
    assertThat(ClosedSwitches.defaults(sources))
        .as("list the remaining cases, so that the compiler finds the one that is forgotten")
        .isEmpty();
  }

  @Test
  void no_test_is_skipped() {
    assertThat(TestRules.skipped(sources))
        .as("make the test pass, or delete it; a missing tool is installed by ./test")
        .isEmpty();
  }

  @Test
  void every_test_is_seen_by_the_build() {
    assertThat(TestRules.unseen(sources))
        .as("the file's name ends in Test (fast), IT (real processes) or Contract (abstract)")
        .isEmpty();
  }

  @Test
  void names_of_tests_are_sentences() {
    assertThat(TestRules.mumbling(sources))
        .as("say in lower-case words what is true: a_second_open_is_refused")
        .isEmpty();
  }

  @Test
  void fast_tests_do_not_sleep() {
    assertThat(TestRules.sleeping(sources))
        .as("move a clock by hand, wait on a latch, or call the test XIT")
        .isEmpty();
  }

  @Test
  void work_that_is_put_off_says_where_it_is_written_down() {
    var found = new ArrayList<String>();
    for (var ending : List.of(".java", ".sh", "pom.xml")) {
      for (var file : CHECKOUT.files(ending)) {
        found.addAll(SourceRules.looseEnds(CHECKOUT.name(file), Checkout.text(file)));
      }
    }
    assertThat(found).as("do it now, or write MARK(document or capability): what").isEmpty();
  }

  @Test
  void every_package_says_what_it_is_and_what_it_must_not_do() {
    var silent = new TreeSet<String>();
    for (var file : CHECKOUT.files(".java")) {
      var name = CHECKOUT.name(file);
      if (name.contains("/src/main/java/")) {
        var doc = file.resolveSibling("package-info.java");
        var text = Files.exists(doc) ? Checkout.text(doc).replaceAll("\\R/// ", " ") : "";
        if (!text.contains("must not")
            || !text.contains("@NullMarked")
            || !text.startsWith("///")) {
          silent.add(CHECKOUT.name(doc));
        }
      }
    }
    assertThat(silent)
        .as("write a package-info: what it is, what it must not do, and @NullMarked")
        .isEmpty();
  }

  @Test
  void documents_have_one_title() {
    assertThat(documents((_, name, text) -> Markdown.titles(name, text)))
        .as("one '# ' line per document; deeper chapters start with '##'")
        .isEmpty();
  }

  @Test
  void links_between_documents_lead_somewhere() {
    assertThat(documents(Markdown::deadLinks))
        .as("correct the link, or write the document")
        .isEmpty();
  }

  @Test
  void documents_name_no_place_that_readers_cannot_reach() {
    assertThat(documents((_, name, text) -> Markdown.privatePlaces(name, text)))
        .as("use a path every machine has, and a public project's address (list in Markdown.java)")
        .isEmpty();
  }

  @Test
  void the_build_takes_its_parts_from_wherever_the_user_says() {
    var found = new ArrayList<String>();
    for (var file : CHECKOUT.files("pom.xml")) {
      if (REPOSITORY_ELEMENT.matcher(Checkout.text(file)).find()) {
        found.add(CHECKOUT.name(file));
      }
    }
    assertThat(found)
        .as("repositories belong into the user's Maven settings, not into a pom")
        .isEmpty();
  }

  @Test
  void no_golden_file_is_an_orphan() {
    var orphans = new ArrayList<String>();
    for (var file : CHECKOUT.files(".golden")) {
      var name = String.valueOf(file.getFileName()).replace(".golden", "");
      if (sources.stream().noneMatch(source -> source.text().contains('"' + name + '"'))) {
        orphans.add(CHECKOUT.name(file));
      }
    }
    assertThat(orphans).as("delete it, or read it in a test by its name without .golden").isEmpty();
  }

  @Test
  void every_promise_names_a_test_that_exists_or_the_capability_that_brings_it() {
    var document = Checkout.text(CHECKOUT.root().resolve("docs/design/threat-model.md"));
    assertThat(Promises.broken(document, CHECKOUT.files(".java")))
        .as("name the test that defends the promise, or the capability that will bring it")
        .isEmpty();
  }

  private interface Rule {
    List<String> apply(Path file, String name, String text);
  }

  private static List<String> documents(Rule rule) {
    var found = new ArrayList<String>();
    for (var file : CHECKOUT.files(".md")) {
      found.addAll(rule.apply(file, CHECKOUT.name(file), Checkout.text(file)));
    }
    return found;
  }
}
