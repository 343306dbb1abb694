package dev.holdfast.lab.attacks;

import dev.holdfast.borg.key.KeyPlace;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.run.Finding;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunRecord;
import dev.holdfast.lab.SampleTree;
import dev.holdfast.testkit.RealBorg;
import dev.holdfast.wire.BorgVersion;
import dev.holdfast.wire.Duplex;
import dev.holdfast.wire.Raw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The same history behind Holdfast, with the same attackers.
final class GuardedHost implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Fewer than the default, so that attackers get to the bound soon.
  static final int SESSION_CHUNKS = 40_000;

  private final WarmBorg borg;
  private final Path directory;
  private final GuardedFleet fleet;
  private final Setting setting;
  private final Shelf shelf;

  private GuardedHost(Path directory, GuardedFleet fleet, Setting setting) throws IOException {
    this.borg = new WarmBorg(directory.resolve("warm"));
    this.directory = directory;
    this.fleet = fleet;
    this.setting = setting;
    this.shelf = new Shelf(fleet.source(), directory.resolve("copies"));
  }

  /// How an attack went.
  ///
  /// @param record of the run in which it was tried
  /// @param lost old archives that no longer extract byte for byte
  /// @param foreign archives that are neither old nor what an honest borg might have added
  /// @param backsUp whether the next honest backup works
  /// @param left files of the repository with what was never committed
  record Defence(
      RunRecord record,
      List<String> lost,
      List<String> foreign,
      boolean backsUp,
      List<String> gains,
      List<Path> left) {
    boolean isRefused() {
      return record.findings().stream()
          .anyMatch(finding -> finding.kind() == Finding.Kind.FORBIDDEN_CALL);
    }

    /// What the documentation says of it, besides the rule.
    String inWords() {
      return switch (record.outcome()) {
        case Outcome.Done done -> "**" + done.sentence() + "**";
        case Outcome.Failed failed -> "`" + failed.code().id() + "`" + findings();
      };
    }

    private String findings() {
      var words = new ArrayList<String>();
      for (Finding finding : record.findings()) {
        // The ids of archives are other ones each time.
        var evidence = finding.evidence().replaceAll(" \\([0-9a-f]{64}\\)", "");
        words.add(finding.kind() + (evidence.isEmpty() ? "" : " " + evidence));
      }
      return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
    }
  }

  /// What the repository is, and who keeps it.
  ///
  /// @param borg on the repository host, and on the target as long as that is honest
  record Setting(KeyType type, RealBorg borg) {
    /// What the documentation's table was made with.
    static Setting standard() {
      return new Setting(KeyType.REPOKEY, RealBorg.system());
    }

    Loot loot(Path directory, byte[] passphrase) throws IOException {
      var key = directory.resolve("key");
      var text = type.place() == KeyPlace.KEY_FILE ? Files.readString(key) : "";
      var blob = Raw.of(text.substring(text.indexOf('\n') + 1));
      var words = borg.version().split("\\.", -1);
      var version = BorgVersion.of(1, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      return new Loot(type, Raw.of(passphrase), blob, version);
    }

    @Override
    public String toString() {
      return type.borgName() + ", borg " + borg.version();
    }
  }

  /// Makes two archives through Holdfast.
  static GuardedHost start(Path directory) throws IOException {
    return start(directory, Setting.standard());
  }

  static GuardedHost start(Path directory, Setting setting) throws IOException {
    Files.createDirectories(directory);
    var real = setting.borg();
    var fleet = new GuardedFleet(directory.resolve("fleet"), real, real, setting.type().borgName());
    fleet.configuration().set("{target}-{utcnow}", "targets", "web1", "archive_name");
    fleet.configuration().set(SESSION_CHUNKS, "limits", "session_chunks");
    var host = new GuardedHost(directory, fleet, setting);
    var tree = SampleTree.plant(fleet.source(), 7, 1);
    fleet.init().forEach(GuardedHost::requireDone);
    for (int i = 0; i < 2; i++) {
      host.shelf.remember(requireDone(fleet.backup(GuardedFleet.TARGET)));
      tree.change();
    }
    requireDone(fleet.backup(GuardedFleet.NEIGHBOUR));
    fleet.configuration().set("4s", "targets", "web1", "idle_deadline");
    fleet.configuration().set("20s", "targets", "web1", "run_deadline");
    for (var kept : fleet.everythingKept()) {
      Directories.copy(kept, host.template(kept));
    }
    return host;
  }

  private Path template(Path kept) throws IOException {
    return Files.createDirectories(directory.resolve("template"))
        .resolve(kept.getFileName().toString());
  }

  /// @return the archive that it made, if it made one
  static String requireDone(RunRecord record) {
    if (record.outcome() instanceof Outcome.Done done && record.findings().isEmpty()) {
      return done.archive().map(archive -> archive.name()).orElse("");
    }
    throw new AssertionError("an honest run did not succeed: " + record);
  }

  /// Attacks a fresh copy, looks what became of the old archives, and makes an honest backup.
  Defence suffer(Attack attack) throws IOException {
    return suffer(attack, line -> line);
  }

  /// The same, with the attacker's conversation led through something.
  Defence suffer(Attack attack, UnaryOperator<Duplex> through) throws IOException {
    for (var kept : fleet.everythingKept()) {
      Directories.copy(template(kept), kept);
    }
    var gains = new ArrayList<String>();
    var honest = new ArrayList<>(shelf.archives());
    var record =
        fleet.backup((delivered, passphrase, archive) -> {
          var socket = delivered.resolve("s");
          var scene =
              new Scene(
                  archive,
                  fleet.repositories().resolve(GuardedFleet.NEIGHBOUR),
                  PATIENCE,
                  () -> SocketLine.connect(socket));
          try (var hostile =
              new HostileBorg(
                  through.apply(SocketLine.connect(socket)),
                  "./" + GuardedFleet.TARGET,
                  setting.loot(delivered, passphrase))) {
            attack.strike().against(hostile, scene);
          } finally {
            gains.addAll(scene.gains());
            honest.addAll(scene.honest());
          }
        });
    var left = uncommitted();
    var lost = shelf.lost(borg, access(), directory.resolve("scratch"));
    var foreign =
        afterwards("list", "--short", "--consider-checkpoints")
            .output()
            .lines()
            .filter(name -> !honest.contains(name))
            .toList();
    var later = afterwards("create", "::later", fleet.source().toString());
    Directories.delete(directory.resolve("looking"));
    var judged = attack.trap() ? restored(record) : record;
    return new Defence(judged, lost, foreign, later.exitCode() == 0, gains, left);
  }

  /// Borg numbers its files, and names its index after the last one with a commit.
  private List<Path> uncommitted() throws IOException {
    try (var files = Files.list(fleet.repository());
        var segments = Files.walk(fleet.repository().resolve("data"))) {
      var committed =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("index\\.\\d+"))
              .mapToLong(name -> Long.parseLong(name.substring("index.".length())))
              .max()
              .orElseThrow();
      return segments
          .filter(Files::isRegularFile)
          .filter(file -> Long.parseLong(file.getFileName().toString()) > committed)
          .toList();
    }
  }

  /// The run that a trap waits for.
  private RunRecord restored(RunRecord attacked) throws IOException {
    return fleet.restore(requireDone(attacked), directory.resolve("restored"));
  }

  private RealBorg.Outcome afterwards(String... arguments) throws IOException {
    var home = directory.resolve("looking");
    var environment = new HashMap<>(RealBorg.environment(home, ""));
    environment.putAll(access());
    return borg.run(directory, environment, arguments);
  }

  /// What borg needs to reach the repository, besides its own memory.
  private Map<String, String> access() throws IOException {
    var access = new HashMap<String, String>();
    access.put("BORG_REPO", fleet.repository().toString());
    access.put("BORG_PASSPHRASE", fleet.passphrase());
    fleet.keyFile(directory).ifPresent(key -> access.put("BORG_KEY_FILE", key.toString()));
    return access;
  }

  @Override
  public void close() throws IOException {
    borg.close();
    Directories.delete(directory);
  }
}
