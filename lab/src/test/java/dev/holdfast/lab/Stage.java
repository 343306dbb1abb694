package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A lab with initialised repositories and the packaged product beside it; one for each test class.
final class Stage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int POLL_MILLIS = 50;

  /// For backups of a few files the second compiler costs a sixth of all time and never pays.
  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  private final Lab lab;
  private final Product product;
  private int configs;

  private Stage(Lab lab) throws IOException {
    this.lab = lab;
    this.product = new Product(Packaged.launcher(), lab.controller(), QUICK);
  }

  /// Starts the machines, gives each a little data and creates the repositories.
  static Stage open(String... targets) throws IOException {
    var stage = bare(targets);
    for (var host : stage.lab.targets()) {
      Files.writeString(host.data().resolve("file"), "content of " + host.name());
    }
    stage.ok(stage.fleet(), "init");
    return stage;
  }

  /// Starts the machines only.
  static Stage bare(String... targets) throws IOException {
    return new Stage(Lab.start(Files.createTempDirectory("holdfast-lab."), targets));
  }

  Lab lab() {
    return lab;
  }

  LabHost host(String name) {
    return lab.target(name);
  }

  /// The configuration that works; change it before it is used.
  FleetYaml fleet() {
    return lab.fleet();
  }

  /// Runs the product to its end.
  Ran run(FleetYaml fleet, String... words) {
    return product.run(written(fleet), words);
  }

  /// Runs it with a configuration file of one's own making.
  Ran run(Path config, String... words) {
    return product.run(config, words);
  }

  /// Runs it with this configuration on its standard input.
  Ran feed(String config, String... words) {
    return product.feed(config, words);
  }

  /// Runs the product, which must succeed without a warning.
  Ran ok(FleetYaml fleet, String... words) {
    var ran = run(fleet, words);
    assertThat(ran.exitCode()).as(ran.said()).isZero();
    return ran;
  }

  /// Checks how a run ended, and that it said these words.
  static void assertEnds(Ran ran, int exitCode, String... words) {
    assertThat(ran.exitCode()).as(ran.said()).isEqualTo(exitCode);
    assertThat(ran.said()).contains(words);
  }

  /// What the controller keeps under this name in its own store.
  String secret(String name) {
    return ok(fleet(), "secret", "get", name).out().strip();
  }

  /// Where the repository host keeps the repository of a target.
  Path repository(String target) {
    return lab.repositories().resolve(target);
  }

  /// Starts the product.
  Product.Running start(FleetYaml fleet, String... words) {
    return product.start(written(fleet), words);
  }

  /// Starts the product, which will ask something.
  Product.Running ask(FleetYaml fleet, String... words) {
    return product.ask(written(fleet), words);
  }

  /// The archives of a target, as the product reads them from the repository host.
  List<Archive> archives(FleetYaml fleet, String target) {
    return Archive.listed(ok(fleet, "list", target, "--json").out());
  }

  /// What the repository host shows, although it is not what the ledger says.
  List<Archive> strangeArchives(FleetYaml fleet, String target) {
    var listed = run(fleet, "list", target, "--json");
    assertThat(listed.exitCode()).as(listed.said()).isEqualTo(7);
    return Archive.listed(listed.out());
  }

  /// Keeps all files of the fleet as they are now, for [#goBack]; what the sshds need is not
  /// touched.
  void remember() throws IOException {
    shell("tar -cf \"$2\" --exclude='./*/sshd' .");
  }

  /// Puts all files back, which is quicker than another fleet.
  void goBack() throws IOException {
    shell(
        """
        for d in *; do
          if [ "$d" = controller ] || [ -d "$d/sshd" ]; then
            find "$d" -mindepth 1 -maxdepth 1 ! -name sshd -exec rm -rf {} +
          else
            rm -rf "$d"
          fi
        done
        tar -xf "$2"
        """);
  }

  private void shell(String script) throws IOException {
    var kept = lab.directory().resolveSibling(lab.directory().getFileName() + ".tar");
    var words =
        List.of("sh", "-euc", "cd \"$1\"\n" + script, "sh", lab.directory() + "", kept + "");
    var process = new ProcessBuilder(words).inheritIO().start();
    assertThat(process.onExit().join().exitValue()).as(script).isZero();
    kept.toFile().deleteOnExit();
  }

  /// Checks that no run left a process, a socket, a temporary file or a lock anywhere.
  void assertNothingLeft() {
    var hosts = Stream.concat(Stream.of(lab.vault()), lab.targets().stream()).toList();
    for (var host : hosts) {
      eventually(host.name() + " runs nothing for us any more", () -> sessions(host).isEmpty());
    }
    // A borg whose connection was cut may live a moment longer than its session.
    eventually("left behind: " + leftOf(hosts), () -> leftOf(hosts).isEmpty());
  }

  private List<Path> leftOf(List<LabHost> hosts) {
    var left = new ArrayList<Path>();
    for (var host : hosts) {
      left.addAll(below(host.sockets(), 1));
      left.addAll(below(host.temporary(), 1));
    }
    left.addAll(below(lab.controller().resolve("tmp"), 1));
    below(lab.directory(), 8).stream()
        .filter(path -> path.endsWith("lock.exclusive") || path.endsWith("lock.roster"))
        .forEach(left::add);
    return left;
  }

  /// Waits until something is so; a minute without it fails the test.
  static void eventually(String what, BooleanSupplier holds) {
    var polls = PATIENCE.toMillis() / POLL_MILLIS;
    for (long i = 0; i < polls && !holds.getAsBoolean(); i++) {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    assertThat(holds.getAsBoolean()).as(what).isTrue();
  }

  private static List<String> sessions(LabHost host) {
    return ProcessHandle.of(host.sshd().pid())
        .orElseThrow()
        .descendants()
        .map(process -> process.info().commandLine().orElse("?"))
        .toList();
  }

  /// Files come and go meanwhile, so a directory that vanishes is an empty one.
  private static List<Path> below(Path directory, int depth) {
    var found = new ArrayList<Path>();
    try (var children = Files.newDirectoryStream(directory)) {
      for (var child : children) {
        found.add(child);
        if (depth > 1 && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          found.addAll(below(child, depth - 1));
        }
      }
    } catch (NoSuchFileException e) {
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private Path written(FleetYaml fleet) {
    try {
      configs++;
      return fleet.write(lab.config("fleet-" + configs));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    lab.close();
  }
}
