package dev.holdfast.lab.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.lab.attacks.GuardedHost.Setting;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The attacks in the other modes, and with the other line of borg: each mode proves and encrypts
/// in its own way, so what stands on proofs is tried in each. `-Dattacks.everywhere` tries all
/// attacks in all modes with both lines.
@Execution(ExecutionMode.CONCURRENT)
@Order(-75)
class AttackModesIT {
  private static final boolean EVERYWHERE = Boolean.getBoolean("attacks.everywhere");
  private static final Path DOCUMENT =
      Path.of("").toAbsolutePath().resolveSibling("docs/user/attacks.md");

  /// One for each thing that a mode does in its own way.
  private static final Set<String> CHOSEN =
      Set.of(
          "overwrite-a-chunk-with-another",
          "overwrite-with-a-flipped-bit",
          "overwrite-in-another-mode",
          "drop-an-archive",
          "manifest-with-an-archives-proof",
          "use-nonces-again");

  /// In these modes the other line of borg serves.
  private static final Set<KeyType> NEWER =
      EnumSet.of(KeyType.NONE, KeyType.KEYFILE_BLAKE2, KeyType.AUTHENTICATED_BLAKE2);

  @TestFactory
  Stream<DynamicTest> holdfast_stops_them_in_every_mode() {
    return settings().stream()
        .map(setting -> DynamicTest.dynamicTest(setting.toString(), () -> suffer(setting)));
  }

  private static List<Setting> settings() {
    var lines = RealBorg.all();
    var all = new ArrayList<Setting>();
    for (var type : KeyType.values()) {
      if (EVERYWHERE) {
        lines.forEach(line -> all.add(new Setting(type, line)));
      } else if (type != KeyType.REPOKEY) {
        all.add(new Setting(type, NEWER.contains(type) ? lines.getLast() : lines.getFirst()));
      }
    }
    return all;
  }

  private static void suffer(Setting setting) throws IOException {
    var directory = Files.createTempDirectory(Path.of("/tmp"), "hfmod");
    var table = new AttackTable(DOCUMENT);
    var stopped = 0;
    try (var host = GuardedHost.start(directory.resolve("host"), setting)) {
      for (var attack : attacks(setting)) {
        var seen = host.suffer(attack);
        assertThat(seen.lost()).as(attack.name() + ": old archives that are lost").isEmpty();
        assertThat(seen.foreign()).as(attack.name()).hasSize(attack.trap() ? 1 : 0);
        assertThat(seen.gains()).as(attack.name()).isEmpty();
        assertThat(seen.record().outcome())
            .as(attack.name())
            .isInstanceOfSatisfying(
                Outcome.Failed.class,
                failed ->
                    assertThat(table.line(attack.name()).holdfast())
                        .startsWith("`" + failed.code().id() + "`"));
        assertThat(seen.backsUp()).as(attack.name() + ": the next honest backup").isTrue();
        stopped++;
      }
    } finally {
      Directories.delete(directory);
    }
    System.out.printf("%s: %d attacks were stopped%n", setting, stopped);
  }

  private static List<Attack> attacks(Setting setting) {
    return Catalogue.all().stream()
        .filter(attack -> EVERYWHERE || CHOSEN.contains(attack.name()))
        .filter(attack -> setting.type().encrypts() || !attack.needsEncryption())
        .toList();
  }
}
