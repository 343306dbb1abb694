package dev.holdfast.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyBlob;
import dev.holdfast.borg.key.KeyPlace;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.borg.key.OpenKeyBlob;
import dev.holdfast.testkit.RealBorg;
import dev.holdfast.wire.Raw;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;

/// No honest borg is refused by the full rules of a backup.
@Order(-100)
class BackupRulesIT {
  private static final String ONCE = "only for this session";

  private interface Scene {
    void play(Honest honest) throws Exception;
  }

  private static Stream<DynamicTest> withEach(Scene scene, KeyType... types) {
    List<DynamicTest> tests = new ArrayList<>();
    for (RealBorg borg : RealBorg.all()) {
      for (KeyType type : types) {
        tests.add(
            DynamicTest.dynamicTest(
                borg.version() + " " + type.borgName(),
                () -> {
                  try (BorgRig rig = new BorgRig(borg)) {
                    Honest honest = new Honest(rig, type);
                    honest.init();
                    scene.play(honest);
                  }
                }));
      }
    }
    return tests.stream();
  }

  /// A target that does what it should.
  private static final class Honest {
    final BorgRig rig;
    final KeyType type;
    final MemoryNonces ledger = new MemoryNonces(0);
    MemoryBudget memory = HostileTarget.PLENTY;
    Path source;

    Honest(BorgRig rig, KeyType type) throws IOException {
      this.rig = rig;
      this.type = type;
      this.source = Files.createDirectories(rig.home.resolve("source"));
    }

    void init() throws Exception {
      BorgRig.Outcome init = rig.run(rig.initialise(), "init", "-e", type.borgName());
      assertThat(init.exit()).as(init.err()).isZero();
    }

    void file(String name, int bytes, int seed) throws IOException {
      byte[] content = new byte[bytes];
      new Random(seed).nextBytes(content);
      Path path = source.resolve(name);
      Files.createDirectories(path.getParent());
      Files.write(path, content);
    }

    BorgRig.Outcome run(String archive, String... options) throws Exception {
      RepositoryKeys keys = new RepositoryKeys(rig, type);
      Optional<KeyBlob> relocked =
          type == KeyType.NONE ? Optional.empty() : Optional.of(relocked(keys));
      boolean answered = type.place() == KeyPlace.REPOSITORY;
      Optional<Raw> locked =
          answered ? relocked.map(blob -> Raw.of(blob.text())) : Optional.empty();
      Map<String, String> environment = new HashMap<>();
      relocked.ifPresent(_ -> environment.put("BORG_PASSPHRASE", ONCE));
      if (type.place() == KeyPlace.KEY_FILE) {
        Path file = rig.home.resolve("relocked");
        Files.writeString(file, new KeyText(keys.id(), relocked.orElseThrow()).text());
        environment.put("BORG_KEY_FILE", file.toString());
      }
      try (Key key = keys.unlock()) {
        var repository = new Repository(key, BaseExpectation.none(), new Nonces(ledger), locked);
        var terms = BackupTerms.standard(new ArchiveName(archive), InstantSource.system());
        List<String> words = new ArrayList<>(List.of("create"));
        words.addAll(List.of(options));
        words.addAll(List.of("::" + archive, "source"));
        return rig.run(
            rig.backup(),
            new BackupRules(repository, terms, memory.share(new Random(5))),
            environment,
            words.toArray(String[]::new));
      }
    }

    /// The key as a target gets it: the repository's passphrase does not open it.
    private static KeyBlob relocked(RepositoryKeys keys) throws IOException, RefusedException {
      byte[] once = ONCE.getBytes(StandardCharsets.UTF_8);
      try (OpenKeyBlob open = keys.blob().open(RepositoryKeys.PASSPHRASE)) {
        return open.locked(once, new byte[32], 1_000);
      }
    }

    BorgRig.Outcome creates(String archive, String... options) throws Exception {
      BorgRig.Outcome outcome = run(archive, options);
      assertThat(outcome.report().end()).as(outcome.err()).isEqualTo(new SessionEnd.Completed());
      assertThat(outcome.exit()).as(outcome.err()).isLessThan(2);
      assertThat(outcome.report().committed()).isTrue();
      return outcome;
    }

    void checksOut(String archives) throws Exception {
      BorgRig.Outcome list = rig.run(rig.readOnly(), "list", "--consider-checkpoints", "--short");
      assertThat(String.join(" ", list.out().lines().toList())).isEqualTo(archives);
      BorgRig.Outcome check = rig.bare("check", "--verify-data");
      assertThat(check.exit()).as(check.err()).isZero();
    }
  }

  @TestFactory
  Stream<DynamicTest> backups_of_every_mode_pass() {
    return withEach(
        honest -> {
          for (int i = 0; i < 40; i++) {
            honest.file("d" + i % 5 + "/f" + i, 1 + i * 3_000, i);
          }
          honest.file("large", 9_000_000, 99);
          honest.creates("one");
          honest.file("d1/f1", 5_000, 1_000);
          Files.delete(honest.source.resolve("d2/f2"));
          SessionReport second = honest.creates("two", "--compression=zstd").report();
          assertThat(second.clientBytes()).isLessThan(200_000);
          honest.creates("three");
          honest.checksOut("one two three");
          assertThat(honest.ledger.free())
              .isGreaterThanOrEqualTo(honest.type.encrypts() ? 1L << 28 : 0);
        },
        KeyType.values());
  }

  @TestFactory
  Stream<DynamicTest> a_key_file_is_good_for_one_session() {
    return withEach(
        honest -> {
          honest.file("f", 100_000, 1);
          honest.creates("one");
          honest.creates("two");
        },
        KeyType.KEYFILE_BLAKE2);
  }

  @TestFactory
  Stream<DynamicTest> every_compression_passes() {
    return withEach(
        honest -> {
          StringBuilder archives = new StringBuilder();
          for (String compression :
              List.of(
                  "none", "lz4", "zstd,3", "zlib,6", "lzma,1", "auto,zstd", "obfuscate,2,lz4")) {
            honest.file("new " + compression, 300_000, compression.hashCode());
            Files.writeString(honest.source.resolve("text"), compression.repeat(20_000));
            String name = compression.replace(',', '-');
            honest.creates(name, "--compression=" + compression);
            archives.append(archives.isEmpty() ? "" : " ").append(name);
          }
          honest.checksOut(archives.toString());
        },
        KeyType.REPOKEY_BLAKE2);
  }

  @TestFactory
  Stream<DynamicTest> checkpoints_lost_caches_and_dead_sessions_pass() {
    return withEach(
        honest -> {
          for (int i = 0; i < 4; i++) {
            honest.file("f" + i, 2_500_000, i);
          }
          SessionReport first =
              honest.creates("one", "--checkpoint-interval=1", "--upload-ratelimit=2500").report();
          assertThat(first.commits()).isGreaterThan(1);
          honest.file("f4", 400_000, 4);
          BorgRig.delete(honest.rig.home.resolve(".cache"));
          honest.creates("two");
          BorgRig.delete(honest.rig.home.resolve(".config/borg/security"));
          BorgRig.delete(honest.rig.home.resolve(".cache"));
          honest.creates("three");
          honest.checksOut("one two three");
        },
        KeyType.REPOKEY);
  }

  @TestFactory
  Stream<DynamicTest> special_names_links_and_holes_pass() {
    return withEach(
        honest -> {
          honest.file("a\u00e4\u20ac b", 10, 1);
          Files.createLink(honest.source.resolve("hard"), honest.source.resolve("a\u00e4\u20ac b"));
          Files.createSymbolicLink(honest.source.resolve("sym"), Path.of("../../etc/passwd"));
          Files.createDirectories(honest.source.resolve("empty dir"));
          Files.write(honest.source.resolve("empty"), new byte[0]);
          Files.write(honest.source.resolve("zeroes"), new byte[20_000_000]);
          Process fifo =
              new ProcessBuilder("mkfifo", honest.source.resolve("fifo").toString()).start();
          assertThat(fifo.waitFor()).isZero();
          Process odd =
              new ProcessBuilder(
                      "sh",
                      "-c",
                      "cd \"$1\" && : >\"$(printf 'bad\\377name')\" && setfattr -n user.x -v y"
                          + " empty || :",
                      "sh",
                      honest.source.toString())
                  .start();
          odd.waitFor();
          honest.creates("one");
          honest.creates("two", "--chunker-params=buzhash,10,23,16,4095");
          honest.creates("three", "--chunker-params=fixed,65536");
          honest.checksOut("one two three");
        },
        KeyType.REPOKEY,
        KeyType.AUTHENTICATED);
  }

  @TestFactory
  Stream<DynamicTest> a_session_without_memory_ends_and_changes_nothing() {
    return withEach(
        honest -> {
          honest.file("f", 10, 0);
          honest.creates("one");
          for (int i = 1; i < 1_000; i++) {
            honest.file("f" + i, 10, i);
          }
          honest.memory = new MemoryBudget(1_000, 1, 0);
          BorgRig.Outcome outcome = honest.run("two");
          assertThat(outcome.report().end()).isEqualTo(new SessionEnd.MemorySpent());
          assertThat(outcome.report().committed()).isFalse();
          honest.memory = new MemoryBudget(0, 0, 1 << 20);
          honest.creates("three");
          honest.checksOut("one three");
        },
        KeyType.REPOKEY);
  }
}
