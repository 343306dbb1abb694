package dev.holdfast.lab.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.run.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Everything that a target can try once it is taken over: what becomes of its history with borg's
/// own append-only mode, and with Holdfast. The document for operators is compared with what
/// happened; `-Dattacks.update` writes it anew.
@Execution(ExecutionMode.CONCURRENT)
@Order(-360)
class AttacksIT {
  private static final int WORKERS = 2;
  private static final boolean UPDATE = System.getProperty(AttackTable.UPDATE) != null;
  private static final Path DOCUMENT =
      Path.of("").toAbsolutePath().resolveSibling("docs/user/attacks.md");

  private static final BlockingQueue<PlainHost> PLAIN = new LinkedBlockingQueue<>();
  private static final BlockingQueue<GuardedHost> GUARDED = new LinkedBlockingQueue<>();
  private static Path directory;
  private static AttackTable table;

  @BeforeAll
  static void make_histories() throws IOException {
    directory = Files.createTempDirectory(Path.of("/tmp"), "hfatk");
    table = new AttackTable(DOCUMENT);
    for (int i = 0; i < WORKERS; i++) {
      PLAIN.add(PlainHost.start(directory.resolve("p" + i)));
      GUARDED.add(GuardedHost.start(directory.resolve("g" + i)));
    }
  }

  @AfterAll
  static void remove_histories() throws IOException {
    if (UPDATE) {
      table.write();
    }
    Directories.delete(directory);
  }

  @TestFactory
  Stream<DynamicTest> holdfast_stops_every_attack() {
    return chosen().map(attack -> DynamicTest.dynamicTest(attack.name(), () -> guarded(attack)));
  }

  @TestFactory
  Stream<DynamicTest> plain_append_only_suffers_what_the_table_says() {
    return chosen().map(attack -> DynamicTest.dynamicTest(attack.name(), () -> plain(attack)));
  }

  @Test
  void the_table_has_one_line_for_each_attack() {
    assertThat(table.names())
        .containsExactlyElementsOf(Catalogue.all().stream().map(Attack::name).toList());
    assertThat(Catalogue.all())
        .allSatisfy(
            attack -> assertThat(table.line(attack.name()).tries()).isEqualTo(attack.tries()));
  }

  private static Stream<Attack> chosen() {
    var only = System.getProperty("attacks.only", "");
    return Catalogue.all().stream().filter(attack -> attack.name().matches(".*" + only + ".*"));
  }

  private static void plain(Attack attack) throws Exception {
    var host = PLAIN.take();
    try {
      var seen = host.suffer(attack).inWords();
      table.sawPlain(attack.name(), seen);
      if (!UPDATE) {
        assertThat(table.line(attack.name()).plain()).isEqualTo(seen);
      }
    } finally {
      PLAIN.add(host);
    }
  }

  private static void guarded(Attack attack) throws Exception {
    var host = GUARDED.take();
    try {
      var seen = host.suffer(attack);
      var words = seen.inWords() + ": " + attack.stoppedBy();
      table.sawHoldfast(attack.name(), words);
      assertThat(seen.lost()).as("old archives that are lost").isEmpty();
      assertThat(seen.foreign()).as("archives that were added").hasSize(attack.trap() ? 1 : 0);
      assertThat(seen.gains()).isEmpty();
      assertThat(seen.record().outcome()).isInstanceOf(Outcome.Failed.class);
      if (seen.isRefused()) {
        assertThat(seen.left()).as("what was stored and never committed").isEmpty();
      }
      assertThat(seen.backsUp()).as("the next honest backup").isTrue();
      if (!UPDATE) {
        assertThat(table.line(attack.name()).holdfast()).isEqualTo(words);
      }
    } finally {
      GUARDED.add(host);
    }
  }
}
