package dev.holdfast.lab.keys;

import dev.holdfast.fleet.config.Endpoint;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.config.read.FleetParser;
import dev.holdfast.fleet.config.shape.References;
import dev.holdfast.fleet.config.tree.ConfigSource;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.run.FleetRunner;
import dev.holdfast.fleet.run.RunPorts;
import dev.holdfast.fleet.run.RunRecord;
import dev.holdfast.guard.Workbench;
import dev.holdfast.lab.FleetYaml;
import dev.holdfast.remote.local.LocalConnection;
import dev.holdfast.remote.machine.Surroundings;
import dev.holdfast.remote.shell.SocketWays;
import dev.holdfast.remote.shell.Tool;
import dev.holdfast.secrets.ProviderSecrets;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.age.AgeSecrets;
import dev.holdfast.secrets.file.PrivateFiles;
import dev.holdfast.store.Store;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// One target whose machine, repository host and controller are this machine.
final class KeyFleet {
  static final String TARGET = "web1";
  static final String PASSPHRASE = TARGET + "/passphrase";
  static final String KEY = TARGET + "/key";

  private static final Workbench WORKBENCH = Workbench.standard(2);
  private static final SocketWays WAYS = new SocketWays(false, Set.of(Tool.PYTHON3));

  private final Path directory;
  private final RealBorg borg;
  private final AgeSecrets store;
  private final Fleet fleet;

  KeyFleet(Path directory, RealBorg borg, String encryption) throws IOException {
    this.directory = directory;
    this.borg = borg;
    this.store =
        new AgeSecrets(
            directory.resolve("secrets.age"),
            directory.resolve("identity.txt"),
            new PrivateFiles(PrivateFiles.ownUid()),
            Thread::onSpinWait);
    var data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(data.resolve("file"), "content");
    this.fleet = parsed(encryption, data);
  }

  private Fleet parsed(String encryption, Path data) throws IOException {
    var yaml = new FleetYaml().set(1, "version");
    yaml.set(true, "repository_hosts", "vault", "local");
    yaml.set(
        Files.createDirectories(directory.resolve("repositories")) + "",
        "repository_hosts",
        "vault",
        "root");
    yaml.set(true, "targets", TARGET, "local");
    yaml.set(List.of(data.toString()), "targets", TARGET, "sources");
    yaml.set("vault", "targets", TARGET, "repository", "host");
    yaml.set(encryption, "targets", TARGET, "repository", "encryption");
    var bytes = yaml.toString().getBytes(StandardCharsets.UTF_8);
    var source =
        ConfigSource.ofFile(directory.resolve("fleet.yaml") + "", bytes, directory.toString());
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

  /// Does something that may die.
  RunRecord run(Deaths deaths, BiFunction<FleetRunner, List<Target>, List<RunRecord>> action) {
    try (var state = Store.sqlite(directory.resolve("holdfast.db"))) {
      var ports =
          new RunPorts(
              KeyFleet::connect,
              deaths.in(new ProviderSecrets(List.of(store))),
              state.journal(),
              deaths.in(state.ledger()),
              fleet.settings().ledger().firstUse(),
              InstantSource.system(),
              new SecureRandom(),
              WORKBENCH,
              directory.resolve("borg").toString());
      var targets = List.copyOf(fleet.targets().values());
      return action.apply(new FleetRunner(fleet, ports, deaths.steps()), targets).getFirst();
    }
  }

  /// Does something that lives.
  RunRecord run(BiFunction<FleetRunner, List<Target>, List<RunRecord>> action) {
    return run(new Deaths(Integer.MAX_VALUE), action);
  }

  private static HostConnection connect(Endpoint endpoint) {
    return new LocalConnection(endpoint.name(), WAYS, Surroundings.real());
  }

  AgeSecrets store() {
    return store;
  }

  /// What the store has under a name; empty if nothing.
  Optional<String> kept(String name) {
    return store
        .find(name)
        .map(secret -> {
          try (Secret held = secret) {
            return held.useCharacters(String::new);
          }
        });
  }

  /// Whether real borg opens the repository with what is kept under these names.
  boolean opens(String passphrase, String key) throws IOException {
    if (kept(passphrase).isEmpty() || kept(key).isEmpty()) {
      return false;
    }
    var home = Files.createDirectories(directory.resolve("home"));
    var environment = new HashMap<>(RealBorg.environment(home, kept(passphrase).orElseThrow()));
    var file = Files.writeString(directory.resolve("keyfile"), kept(key).orElseThrow());
    environment.put("BORG_KEY_FILE", file.toString());
    var repository = directory.resolve("repositories").resolve(TARGET);
    return borg.run(environment, "list", repository.toString()).exitCode() == 0;
  }
}
