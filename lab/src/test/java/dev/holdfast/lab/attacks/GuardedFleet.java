package dev.holdfast.lab.attacks;

import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.config.read.FleetParser;
import dev.holdfast.fleet.config.shape.References;
import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.fleet.run.CheckDepth;
import dev.holdfast.fleet.run.FleetRunner;
import dev.holdfast.fleet.run.Restore;
import dev.holdfast.fleet.run.RunPorts;
import dev.holdfast.fleet.run.RunRecord;
import dev.holdfast.guard.Workbench;
import dev.holdfast.lab.FleetYaml;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.store.Store;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The product's own runs on this machine: everything that `holdfast backup` does after it has read
/// its configuration, with a real `borg serve`, and on the target either real borg or an
/// attacker's.
final class GuardedFleet implements AutoCloseable {
  static final String TARGET = "web1";
  static final String NEIGHBOUR = "web2";

  private static final Workbench WORKBENCH = Workbench.standard(2);

  private final Path directory;
  private final KeptSecrets secrets = new KeptSecrets();
  private final String encryption;
  private final FleetYaml yaml;

  /// @param onTarget what runs on targets
  /// @param onHost what serves the repositories
  /// @param encryption as `borg init` calls it
  GuardedFleet(Path directory, RealBorg onTarget, RealBorg onHost, String encryption)
      throws IOException {
    this.directory = Files.createDirectories(directory);
    Files.createDirectories(repositories());
    Files.createDirectories(directory.resolve("data"));
    this.encryption = encryption;
    this.yaml = yaml(onTarget, onHost, encryption);
  }

  private FleetYaml yaml(RealBorg onTarget, RealBorg onHost, String encryption) throws IOException {
    var fleet = new FleetYaml().set(1, "version");
    fleet.set("secrets.age", "secrets", "age", "store");
    fleet.set("identity.txt", "secrets", "age", "identity");
    fleet.set(true, "repository_hosts", "vault", "local");
    fleet.set(repositories().toString(), "repository_hosts", "vault", "root");
    fleet.set(program("vault", onHost), "repository_hosts", "vault", "borg");
    for (var name : List.of(TARGET, NEIGHBOUR)) {
      fleet.set(true, "targets", name, "local");
      fleet.set(List.of(program(name, onTarget)), "targets", name, "borg");
      fleet.set(List.of(source().toString()), "targets", name, "sources");
      fleet.set("vault", "targets", name, "repository", "host");
      fleet.set(encryption, "targets", name, "repository", "encryption");
    }
    return fleet;
  }

  /// Lets borg on the target run with more variables, inside another command.
  ///
  /// @param around words in front of borg, for example those of `timeout`
  void wrap(RealBorg borg, Map<String, String> variables, String... around) throws IOException {
    program(TARGET, borg, variables, List.of(around));
  }

  /// Where borg on the target keeps its caches and its memory.
  Path homeOfTarget() {
    return directory.resolve("home-" + TARGET);
  }

  private String program(String host, RealBorg borg) throws IOException {
    return program(host, borg, Map.of(), List.of());
  }

  /// A borg with a home of its own, as a program of one word.
  private String program(
      String host, RealBorg borg, Map<String, String> variables, List<String> around)
      throws IOException {
    var home = Files.createDirectories(directory.resolve("home-" + host));
    var words = new ArrayList<>(around);
    words.addAll(borg.words());
    var script = new StringBuilder("#!/bin/sh\nexport LC_ALL=C.UTF-8");
    script.append(" BORG_BASE_DIR=").append(home).append(" HOME=").append(home);
    variables.forEach(
        (name, value) -> script.append(' ').append(name).append('=').append(quoted(value)));
    script.append("\nexec ");
    words.forEach(word -> script.append(quoted(word)).append(' '));
    script.append("\"$@\"\n");
    var file = Files.writeString(directory.resolve("borg-" + host), script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /// The configuration, to be changed before the next run.
  FleetYaml configuration() {
    return yaml;
  }

  /// What is backed up.
  Path source() {
    return directory.resolve("data");
  }

  Path repositories() {
    return directory.resolve("repositories");
  }

  Path repository() {
    return repositories().resolve(TARGET);
  }

  /// Of the repository's key; the target never learns it.
  String passphrase() {
    return secrets.text("age:" + TARGET + "/passphrase");
  }

  /// The key as a file for borg, in modes that keep it outside the repository.
  Optional<Path> keyFile(Path into) throws IOException {
    if (!encryption.startsWith("keyfile")) {
      return Optional.empty();
    }
    return Optional.of(
        Files.writeString(into.resolve("key"), secrets.text("age:" + TARGET + "/key")));
  }

  /// What stays of the fleet between runs.
  List<Path> everythingKept() {
    return List.of(repositories(), state(), directory.resolve("home-" + TARGET));
  }

  private Path state() {
    return directory.resolve("state");
  }

  /// Creates the repositories.
  List<RunRecord> init() throws IOException {
    var fleet = parsed(yaml);
    return with(
        fleet,
        new Hosts(null),
        runner -> runner.init(List.copyOf(fleet.targets().values()), false));
  }

  /// An honest backup.
  RunRecord backup(String target) throws IOException {
    return backup(parsed(yaml), new Hosts(null), target);
  }

  /// A backup of a target whose borg is this program.
  RunRecord backup(TakenOverTarget.Program program) throws IOException {
    var hostile = yaml.copy().set(TakenOverTarget.PROGRAM, "targets", TARGET, "borg");
    return backup(parsed(hostile), new Hosts(program), TARGET);
  }

  /// Extracts an archive of the target on the controller.
  RunRecord restore(String archive, Path to) throws IOException {
    var fleet = parsed(yaml);
    var target = targets(fleet, TARGET).getFirst();
    var restore = new Restore(archive, List.of(), to.toString());
    return with(fleet, new Hosts(null), runner -> runner.restore(target, restore));
  }

  /// Checks the repository of the target, if its configuration says so.
  RunRecord check(CheckDepth depth) throws IOException {
    var fleet = parsed(yaml);
    return with(fleet, new Hosts(null), runner -> runner.check(targets(fleet, TARGET), depth))
        .getFirst();
  }

  private static List<Target> targets(Fleet fleet, String name) {
    return fleet.targets().values().stream().filter(one -> one.name().equals(name)).toList();
  }

  private RunRecord backup(Fleet fleet, Hosts hosts, String name) {
    return with(fleet, hosts, runner -> runner.backup(targets(fleet, name))).getFirst();
  }

  /// Everything below is put together as the product itself does, but for the hosts.
  private <T> T with(Fleet fleet, Hosts hosts, Function<FleetRunner, T> use) {
    try (var store = Store.sqlite(state().resolve("holdfast.db"))) {
      var ports =
          new RunPorts(
              hosts,
              secrets,
              store.journal(),
              store.ledger(),
              fleet.settings().ledger().firstUse(),
              InstantSource.system(),
              new SecureRandom(),
              WORKBENCH,
              Optional.of(state().resolve("borg").toString()));
      return use.apply(new FleetRunner(fleet, ports, _ -> {}));
    }
  }

  private Fleet parsed(FleetYaml from) throws IOException {
    var bytes = from.toString().getBytes(StandardCharsets.UTF_8);
    var source =
        ConfigSource.ofFile(
            directory.resolve("fleet.yaml").toString(), bytes, directory.toString());
    return FleetParser.parse(source, _ -> new NoReferences());
  }

  private record NoReferences() implements References {
    @Override
    public String open(SecretRef ref) {
      throw new IllegalStateException("the configuration refers to " + ref);
    }

    @Override
    public String read(String path) {
      throw new IllegalStateException("the configuration refers to " + path);
    }
  }

  @Override
  public void close() throws IOException {
    Directories.delete(directory);
  }
}
