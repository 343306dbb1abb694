package dev.holdfast.lab.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunRecord;
import dev.holdfast.lab.SampleTree;
import dev.holdfast.lab.TreeComparison;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A machine, its backups, and what befalls it between them and in them.
final class HonestStory {
  /// Small chunks, so that small files have many.
  private static final List<String> OPTIONS = List.of("--chunker-params=10,14,12,4095");

  private static final int LARGE_FILE_BYTES = 1_500_000;
  private static final List<String> COMPRESSIONS =
      List.of("none", "lz4", "zstd,3", "zlib,1", "lzma,0", "auto,zstd");

  /// Makes reading a file fail in its middle, as a dying disk does; python loads it by itself.
  private static final String DYING_DISK =
      """
      import errno, os
      import borg.archive
      genuine = borg.archive.get_chunker
      class Dying:
          def __init__(self, chunker):
              self.chunker = chunker
          def chunkify(self, fd, fh=-1, **more):
              dying = fh >= 0 and os.readlink('/proc/self/fd/%d' % fh).endswith('.dying')
              for count, chunk in enumerate(self.chunker.chunkify(fd, fh, **more)):
                  if dying and count == 7:
                      raise OSError(errno.EIO, os.strerror(errno.EIO))
                  yield chunk
      borg.archive.get_chunker = lambda *a, **k: Dying(genuine(*a, **k))
      """;

  /// What may befall a backup.
  private enum Event {
    NOTHING,
    CHECKPOINTS,
    INTERRUPTED,
    KILLED,
    DYING_DISK,
    CACHE_LOST,
    EVERYTHING_FORGOTTEN,
    OTHER_COMPRESSION
  }

  private final GuardedFleet fleet;
  private final RealBorg borg;
  private final SplittableRandom random;
  private final Path directory;
  private final List<String> told = new ArrayList<>();
  private @org.jspecify.annotations.Nullable SampleTree tree;
  private String lastArchive = "";

  HonestStory(GuardedFleet fleet, RealBorg borg, SplittableRandom random, Path directory) {
    this.fleet = fleet;
    this.borg = borg;
    this.random = random;
    this.directory = directory;
  }

  /// What has happened so far.
  List<String> told() {
    return List.copyOf(told);
  }

  void begin() throws IOException {
    tree = SampleTree.plant(fleet.source(), random.nextLong(), 1);
    var noted = fleet.source().resolve("special/private");
    Files.getFileAttributeView(noted, UserDefinedFileAttributeView.class)
        .write("note", ByteBuffer.wrap("kept".getBytes(StandardCharsets.UTF_8)));
    set(OPTIONS, "extra_create_options");
    for (var record : fleet.init()) {
      assertThat(record.outcome()).isInstanceOf(Outcome.Done.class);
    }
  }

  private void set(Object value, String key) {
    fleet.configuration().set(value, "targets", GuardedFleet.TARGET, key);
  }

  /// Lets something happen, and backs up.
  void backUp() throws IOException {
    var event = Event.values()[random.nextInt(Event.values().length)];
    told.add(event.toString());
    change();
    fleet.wrap(borg, Map.of());
    fleet.configuration().drop("targets", GuardedFleet.TARGET, "upload_rate");
    fleet.configuration().drop("targets", GuardedFleet.TARGET, "checkpoint");
    switch (event) {
      case NOTHING -> succeed();
      case CHECKPOINTS -> {
        slow();
        succeed();
      }
      case INTERRUPTED -> cutShort("INT");
      case KILLED -> cutShort("KILL");
      case DYING_DISK -> dying();
      case CACHE_LOST -> {
        Directories.delete(fleet.homeOfTarget().resolve(".cache"));
        succeed();
      }
      case EVERYTHING_FORGOTTEN -> {
        Directories.delete(fleet.homeOfTarget().resolve(".cache"));
        Directories.delete(fleet.homeOfTarget().resolve(".config"));
        succeed();
      }
      case OTHER_COMPRESSION -> {
        set(COMPRESSIONS.get(random.nextInt(COMPRESSIONS.size())), "compression");
        succeed();
      }
    }
  }

  private void change() throws IOException {
    var planted = tree;
    if (planted != null && !told.isEmpty()) {
      planted.change();
    }
  }

  /// New data that takes three seconds to send, with a checkpoint every second.
  private void slow() throws IOException {
    write("large-" + told.size());
    set("1s", "checkpoint");
    set("500KiB/s", "upload_rate");
  }

  private void write(String name) throws IOException {
    var bytes = new byte[LARGE_FILE_BYTES];
    random.nextBytes(bytes);
    Files.write(fleet.source().resolve(name), bytes);
  }

  /// Borg ends in the middle; the next one takes up what it left.
  private void cutShort(String signal) throws IOException {
    slow();
    fleet.wrap(borg, Map.of(), "timeout", "--preserve-status", "-s", signal, "2.5");
    var record = fleet.backup(GuardedFleet.TARGET);
    assertThat(record.findings()).isEmpty();
    fleet.wrap(borg, Map.of());
    fleet.configuration().drop("targets", GuardedFleet.TARGET, "upload_rate");
    succeed();
  }

  /// A file cannot be read to its end; after the disk is healed its first half is stored again.
  private void dying() throws IOException {
    var modules = Files.createDirectories(directory.resolve("modules"));
    Files.writeString(modules.resolve("sitecustomize.py"), DYING_DISK);
    write("file-" + told.size() + ".dying");
    fleet.wrap(borg, Map.of("PYTHONPATH", modules.toString()));
    var record = fleet.backup(GuardedFleet.TARGET);
    assertThat(record.findings()).isEmpty();
    assertThat(record.outcome())
        .isInstanceOfSatisfying(
            Outcome.Done.class, done -> assertThat(done.warnings()).isNotEmpty());
    fleet.wrap(borg, Map.of());
    Directories.delete(fleet.homeOfTarget().resolve(".cache"));
    succeed();
  }

  private void succeed() throws IOException {
    lastArchive = done(fleet.backup(GuardedFleet.TARGET));
  }

  private static String done(RunRecord record) {
    assertThat(record.findings()).isEmpty();
    assertThat(record.outcome()).isInstanceOf(Outcome.Done.class);
    var done = (Outcome.Done) record.outcome();
    // What borg says when it finds the lock of one that was killed is no harm.
    assertThat(done.warnings()).allMatch(warning -> warning.contains("stale"));
    return done.archive().orElseThrow().name();
  }

  /// The last archive, extracted by real borg, is what the machine has now.
  void compare() throws IOException {
    var out = Files.createDirectories(directory.resolve("out"));
    var environment =
        new HashMap<>(RealBorg.environment(directory.resolve("reader"), fleet.passphrase()));
    environment.put("BORG_REPO", fleet.repository().toString());
    fleet.keyFile(directory).ifPresent(file -> environment.put("BORG_KEY_FILE", file.toString()));
    var outcome = RealBorg.system().runIn(out, environment, "extract", "::" + lastArchive);
    assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
    var copy = out.resolve(Path.of("/").relativize(fleet.source()));
    assertThat(TreeComparison.of(fleet.source(), copy).differences()).isEmpty();
    var noted = copy.resolve("special/private");
    assertThat(Files.getFileAttributeView(noted, UserDefinedFileAttributeView.class).list())
        .contains("note");
    var checked = RealBorg.system().run(environment, "check", "--repository-only");
    assertThat(checked.exitCode()).as(checked.errors()).isZero();
  }
}
