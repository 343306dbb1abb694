package dev.holdfast.lab.attacks;

import dev.holdfast.fleet.host.Command;
import dev.holdfast.fleet.host.RunningCommand;
import dev.holdfast.lab.SampleTree;
import dev.holdfast.remote.local.LocalConnection;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.remote.shell.SocketWays;
import dev.holdfast.testkit.RealBorg;
import dev.holdfast.wire.ByteSink;
import dev.holdfast.wire.ByteSource;
import dev.holdfast.wire.Duplex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Borg as its documentation recommends it for clients that are not trusted: the target reaches a
/// `borg serve --append-only --restrict-to-repository`, the repository host prunes and compacts.
final class PlainHost implements AutoCloseable {
  static final String TARGET = "web1";
  private static final String PASSPHRASE = "correct horse battery staple";
  private static final int DAYS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final RealBorg borg = RealBorg.system();
  private final WarmBorg warm;
  private final Path directory;
  private final Path template;
  private final Path source;
  private final Shelf shelf;

  private PlainHost(Path directory) throws IOException {
    this.warm = new WarmBorg(directory.resolve("warm"));
    this.directory = directory;
    this.template = directory.resolve("template");
    this.source = directory.resolve("data");
    this.shelf = new Shelf(source, directory.resolve("copies"));
  }

  /// What an attack did for good.
  ///
  /// @param refused what `borg serve` said against it; empty if it said nothing
  /// @param lost old archives that no longer extract byte for byte
  /// @param foreign archives that are neither old nor of the next honest backup
  /// @param prunes whether retention still works
  /// @param backsUp whether the next honest backup works
  /// @param restores whether what is new in it can be extracted
  record Harm(
      String refused,
      int lost,
      int foreign,
      boolean prunes,
      boolean backsUp,
      boolean restores,
      List<String> gains) {
    String inWords() {
      var words = new ArrayList<String>();
      if (lost > 0) {
        words.add("**" + (lost == DAYS ? "all" : lost + " of " + DAYS) + " old archives lost**");
      }
      if (!backsUp) {
        words.add("**no later backup succeeds**");
      } else if (!restores) {
        words.add("**a file of the next backup is lost**");
      }
      if (!prunes) {
        words.add("retention fails");
      }
      if (foreign > 0) {
        words.add("hostile archives stay");
      }
      gains.stream().distinct().forEach(words::add);
      if (words.isEmpty()) {
        return refused.isEmpty() ? "nothing lasting" : "refused by borg";
      }
      return String.join(", ", words);
    }
  }

  /// Makes a repository with an archive of each of the last days, and one of a neighbour.
  static PlainHost start(Path directory) throws IOException {
    var host = new PlainHost(Files.createDirectories(directory));
    Files.createDirectories(host.template);
    var tree = SampleTree.plant(host.source, 7, 1);
    var repository = host.template.resolve("repository");
    var environment = host.environment(repository, "honest");
    host.succeed(environment, "init", "-e", "repokey");
    for (int day = DAYS; day > 0; day--) {
      var date = LocalDate.now(ZoneOffset.UTC).minusDays(day);
      var archive = TARGET + "-" + date;
      host.succeed(
          environment,
          "create",
          "--timestamp",
          date + "T12:00:00",
          "::" + archive,
          host.source.toString());
      host.shelf.remember(archive);
      tree.change();
    }
    var neighbour = host.environment(host.template.resolve("neighbour"), "neighbour");
    host.succeed(neighbour, "init", "-e", "repokey");
    host.succeed(neighbour, "create", "::secret", host.source.resolve("names").toString());
    return host;
  }

  /// Attacks a fresh copy, then does what the repository host does every night.
  Harm suffer(Attack attack) throws IOException {
    var work = directory.resolve("work");
    Directories.copy(template, work);
    var repository = work.resolve("repository");
    var scene =
        new Scene(
            TARGET + "-tonight", work.resolve("neighbour"), PATIENCE, () -> serve(repository));
    var refused = "";
    try (var hostile =
        new HostileBorg(
            serve(repository),
            repository.toString(),
            Loot.repokey(PASSPHRASE.getBytes(StandardCharsets.UTF_8)))) {
      attack.strike().against(hostile, scene);
    } catch (Exception e) {
      refused = e.toString();
    }
    return damage(repository, scene, refused);
  }

  private Harm damage(Path repository, Scene scene, String refused) throws IOException {
    var admin = environment(repository, "admin");
    var prunes =
        warm.run(directory, admin, "prune", "--glob-archives", TARGET + "-*", "--keep-daily", "4")
            .exitCode();
    warm.run(directory, admin, "compact");
    var honest = environment(repository, "later");
    var next = "::" + TARGET + "-next";
    var tomorrow = Files.writeString(source.resolve("tomorrow"), Compressions.TOMORROW);
    var backsUp = warm.run(directory, honest, "create", next, source.toString()).exitCode();
    var inside = Path.of("/").relativize(tomorrow).toString();
    var restores = warm.run(directory, honest, "extract", "--dry-run", next, inside).exitCode();
    var access = Map.of("BORG_REPO", repository.toString(), "BORG_PASSPHRASE", PASSPHRASE);
    var lost = shelf.lost(warm, access, directory.resolve("scratch")).size();
    var known = new ArrayList<>(shelf.archives());
    known.add(TARGET + "-next");
    var foreign =
        warm.run(directory, admin, "list", "--short", "--consider-checkpoints")
            .output()
            .lines()
            .filter(name -> !known.contains(name))
            .count();
    return new Harm(
        refused, lost, (int) foreign, prunes == 0, backsUp == 0, restores == 0, scene.gains());
  }

  private void succeed(Map<String, String> environment, String... arguments) {
    warm.succeed(directory, environment, arguments);
  }

  private Map<String, String> environment(Path repository, String who) {
    var home = repository.resolveSibling(who);
    var environment = new HashMap<>(RealBorg.environment(home, PASSPHRASE));
    environment.put("BORG_REPO", repository.toString());
    return environment;
  }

  private Duplex serve(Path repository) {
    var host = new LocalConnection("vault", SocketWays.all(), Surroundings.real());
    var words =
        borg.words("serve", "--append-only", "--restrict-to-repository", repository.toString());
    var home = Map.of("BORG_BASE_DIR", directory.resolve("serve").toString());
    return new Served(host.start(new Command(words, home)));
  }

  private record Served(RunningCommand command) implements Duplex {
    Served {
      var errors = command.errors();
      Thread.ofVirtual()
          .start(() -> {
            try {
              while (errors.next() != null) {
                // Borg stops where nobody reads this.
              }
            } catch (IOException e) {
              // It has ended.
            }
          });
    }

    @Override
    public ByteSource source() {
      return command.output();
    }

    @Override
    public ByteSink sink() {
      return command.input();
    }

    @Override
    public void close() {
      command.close();
    }
  }

  @Override
  public void close() throws IOException {
    warm.close();
    Directories.delete(directory);
  }
}
