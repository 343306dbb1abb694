package dev.holdfast.lab.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.run.Finding;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunRecord;
import dev.holdfast.testkit.RealBorg;
import dev.holdfast.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A target that floods its repository host until the quota is used up or the disk is full, and
/// does not mind errors: it is stopped, nothing of the past is lost, and once there is space again
/// the next backup works.
class FullHostIT {
  private static final int FLOOD = 60;
  private static final int FLOOD_BYTES = 1 << 20;
  private static final int QUOTA_BYTES = 12 << 20;

  private final RealBorg borg = RealBorg.system();
  private final List<String> archives = new ArrayList<>();
  private final byte[] precious = new byte[1 << 20];
  private Path directory;
  private GuardedFleet fleet;

  @BeforeEach
  void set() throws IOException {
    directory = Files.createTempDirectory(Path.of("/tmp"), "hffull");
    fleet = new GuardedFleet(directory.resolve("fleet"), borg, borg, "repokey");
    fleet.configuration().set("{target}-{utcnow}", "targets", "web1", "archive_name");
    new Random(1).nextBytes(precious);
  }

  @AfterEach
  void strike() throws IOException {
    Directories.delete(directory);
  }

  @Test
  void a_quota_that_is_used_up() throws Exception {
    backUpTwice();
    var config = fleet.repository().resolve("config");
    var before = Files.readString(config);
    Files.writeString(
        config, before.replace("storage_quota = 0", "storage_quota = " + QUOTA_BYTES));
    assertThat(Files.readString(config)).isNotEqualTo(before);

    var flood = flood(false);
    assertStopped(flood, "StorageQuotaExceeded");
    assertThat(((Outcome.Failed) flood.record().outcome()).code())
        .isEqualTo(ErrorCode.REPOSITORY_FULL);

    assertThat(size(fleet.repository())).as("bytes on the host").isLessThan(2L * QUOTA_BYTES);
    Files.writeString(config, before);
    assertNothingIsLostAndTheNextOneWorks(List.of());
  }

  @Test
  void a_disk_that_is_full() throws Exception {
    try (var disk = SmallDisk.mount(fleet.repositories(), directory, "24m")) {
      fleet.configuration().set(disk.serve().toString(), "repository_hosts", "vault", "borg");
      backUpTwice();

      var flood = flood(true);
      assertStopped(flood, "too little free space");
      assertThat(flood.record().findings())
          .as("%s", flood.record())
          .extracting(Finding::kind)
          .containsExactly(Finding.Kind.FORBIDDEN_CALL);

      disk.grow("200m");
      assertNothingIsLostAndTheNextOneWorks(disk.inside());
    }
  }

  private void backUpTwice() throws IOException {
    Files.write(fleet.source().resolve("precious"), precious);
    fleet.init().forEach(GuardedHost::requireDone);
    for (int i = 0; i < 2; i++) {
      Files.writeString(fleet.source().resolve("each"), "content " + i);
      archives.add(GuardedHost.requireDone(fleet.backup(GuardedFleet.TARGET)));
    }
  }

  /// Stores new objects, whatever the answers are, and then a list of archives.
  ///
  /// @param commits whether it asks for a commit although nothing was stored
  private Flood flood(boolean commits) throws IOException {
    var refused = new AtomicInteger();
    var said = new ArrayList<String>();
    var record =
        fleet.backup((delivered, passphrase, _) -> {
          var line = SocketLine.connect(delivered.resolve("s"));
          var loot = Loot.repokey(passphrase);
          try (var hostile = new HostileBorg(line, "./" + GuardedFleet.TARGET, loot)) {
            var grip = hostile.grip().ready();
            var random = new Random(2);
            for (int i = 0; i < FLOOD; i++) {
              var bytes = new byte[FLOOD_BYTES];
              random.nextBytes(bytes);
              try {
                grip.store(bytes);
              } catch (RefusedCallException e) {
                refused.incrementAndGet();
                said.add(e.getMessage());
              }
            }
            try {
              grip.storeManifest(grip.manifestOf(grip.entries()));
            } catch (RefusedCallException e) {
              said.add(e.getMessage());
            }
            if (commits) {
              hostile.commit();
            }
          } catch (RefusedCallException e) {
            said.add(e.getMessage());
          }
        });
    return new Flood(record, refused.get(), said);
  }

  private record Flood(RunRecord record, int refused, List<String> said) {}

  private static void assertStopped(Flood flood, String because) {
    assertThat(flood.refused()).as("%s", flood.said()).isGreaterThan(FLOOD / 2);
    assertThat(flood.said().getFirst()).contains(because);
    assertThat(flood.record().outcome()).isInstanceOf(Outcome.Failed.class);
  }

  /// @param inside words in front of a borg that sees the repository
  private void assertNothingIsLostAndTheNextOneWorks(List<String> inside) throws Exception {
    var words = new ArrayList<>(inside);
    words.addAll(borg.words("check", "--verify-data", fleet.repository().toString()));
    Tool.run(RealBorg.environment(directory.resolve("looking"), fleet.passphrase()), words);
    for (var archive : archives) {
      var to = directory.resolve("restored-" + archive);
      GuardedHost.requireDone(fleet.restore(archive, to));
      var file = to.resolve(fleet.source().toString().substring(1)).resolve("precious");
      assertThat(Files.readAllBytes(file)).isEqualTo(precious);
    }
    Files.writeString(fleet.source().resolve("each"), "content afterwards");
    assertThat(GuardedHost.requireDone(fleet.backup(GuardedFleet.TARGET))).isNotEmpty();
  }

  private static long size(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      long sum = 0;
      for (var file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    }
  }

  /// A file system of its own for the repositories, which only a borg inside sees. Needs no
  /// privileges.
  private record SmallDisk(Path at, Process holder, Path serve, List<String> inside)
      implements AutoCloseable {
    static SmallDisk mount(Path at, Path directory, String size) throws IOException {
      var root = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
      var words = new ArrayList<>(List.of("unshare", "--mount"));
      if (!root) {
        words.add("--map-root-user");
      }
      var script =
          "mount -t tmpfs -o size=%s none %s && echo ready && exec cat".formatted(size, at);
      words.addAll(List.of("sh", "-c", script));
      var holder = new ProcessBuilder(words).redirectErrorStream(true).start();
      var ready = new byte["ready\n".length()];
      var read = holder.getInputStream().readNBytes(ready, 0, ready.length);
      assertThat(new String(ready, 0, read, StandardCharsets.UTF_8)).isEqualTo("ready\n");
      var inside =
          new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.pid()), "--mount"));
      if (!root) {
        inside.addAll(List.of("--user", "--preserve-credentials"));
      }
      var serve = directory.resolve("serve");
      Files.writeString(
          serve,
          "#!/bin/sh\nexport BORG_BASE_DIR=%s/home-serve\nexec %s borg \"$@\"\n"
              .formatted(directory, String.join(" ", inside)));
      Files.setPosixFilePermissions(serve, PosixFilePermissions.fromString("rwxr-xr-x"));
      return new SmallDisk(at, holder, serve, inside);
    }

    void grow(String size) {
      var words = new ArrayList<>(inside);
      words.addAll(List.of("mount", "-o", "remount,size=" + size, at.toString()));
      Tool.run(words);
    }

    @Override
    public void close() throws IOException {
      holder.getOutputStream().close();
      holder.destroy();
    }
  }
}
