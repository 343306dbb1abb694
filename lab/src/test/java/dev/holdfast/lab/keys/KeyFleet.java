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
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.Secrets;
import dev.holdfast.store.Store;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One target whose machine, repository host and controller are this machine.
final class KeyFleet {
  static final String TARGET = "web1";

  private static final Workbench WORKBENCH = Workbench.standard(2);
  private static final SocketWays WAYS = new SocketWays(false, Set.of(Tool.PYTHON3));

  private final Path directory;
  private final RealBorg borg;
  private final Keeping keeping;
  private final Fleet fleet;

  /// @param borg on the repository host, and in the hands of whoever looks at the repository
  KeyFleet(Path directory, RealBorg borg, String encryption, Keeping keeping) throws IOException {
    this.directory = directory;
    this.borg = borg;
    this.keeping = keeping;
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
    yaml.set("trust", "ledger", "first_use");
    yaml.set(true, "targets", TARGET, "local");
    yaml.set(List.of(data.toString()), "targets", TARGET, "sources");
    yaml.set("vault", "targets", TARGET, "repository", "host");
    yaml.set(encryption, "targets", TARGET, "repository", "encryption");
    if (!encryption.equals("none")) {
      yaml.set(keeping.passphrase() + "", "targets", TARGET, "repository", "passphrase");
      yaml.set(keeping.key() + "", "targets", TARGET, "repository", "key");
    }
    yaml.set(program() + "", "repository_hosts", "vault", "borg");
    var bytes = yaml.toString().getBytes(StandardCharsets.UTF_8);
    var source =
        ConfigSource.ofFile(directory.resolve("fleet.yaml") + "", bytes, directory.toString());
    return FleetParser.parse(source, _ -> new NoReferences());
  }

  /// A path is all that the configuration can say of a borg.
  private Path program() throws IOException {
    var words =
        borg.words().stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    var file =
        Files.writeString(directory.resolve("borg.sh"), "#!/bin/sh\nexec " + words + " \"$@\"\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
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
    return with(
        deaths,
        ports -> {
          var targets = List.copyOf(fleet.targets().values());
          return action.apply(new FleetRunner(fleet, ports, deaths.steps()), targets).getFirst();
        });
  }

  private <T> T with(Deaths deaths, Function<RunPorts, T> use) {
    return keeping.use(secrets -> {
      try (var state = Store.sqlite(ledger())) {
        return use.apply(ports(deaths.in(secrets), state, deaths));
      }
    });
  }

  private RunPorts ports(Secrets secrets, Store state, Deaths deaths) {
    return new RunPorts(
        KeyFleet::connect,
        secrets,
        state.journal(),
        deaths.in(state.ledger()),
        fleet.settings().ledger().firstUse(),
        InstantSource.system(),
        new SecureRandom(),
        WORKBENCH,
        Optional.of(directory.resolve("borg").toString()));
  }

  private Path ledger() {
    return directory.resolve("holdfast.db");
  }

  /// What a person does with the fleet.
  <T> T person(BiFunction<Fleet, RunPorts, T> action) {
    return with(new Deaths(Integer.MAX_VALUE), ports -> action.apply(fleet, ports));
  }

  Target target() {
    return fleet.targets().values().iterator().next();
  }

  /// The ledger is lost.
  void forget() throws IOException {
    Files.delete(ledger());
  }

  /// The repository's own configuration.
  Path configuration() {
    return directory.resolve("repositories").resolve(TARGET).resolve("config");
  }

  /// Does something that lives.
  RunRecord run(BiFunction<FleetRunner, List<Target>, List<RunRecord>> action) {
    return run(new Deaths(Integer.MAX_VALUE), action);
  }

  private static HostConnection connect(Endpoint endpoint) {
    return new LocalConnection(endpoint.name(), WAYS, Surroundings.real());
  }

  /// What is kept as the passphrase; empty if nothing.
  Optional<String> passphrase() {
    return kept(keeping.passphrase());
  }

  /// Whether a change of the passphrase was begun and not finished, as the store tells it.
  boolean isPending() {
    return kept(pending(keeping.passphrase())).isPresent()
        || kept(pending(keeping.key())).isPresent();
  }

  /// The older passphrases that the store still has.
  List<String> olderPassphrases() {
    return keeping.use(secrets -> {
      var ref = keeping.passphrase();
      var store = secrets.store(ref);
      return store.versions(ref.locator()).stream()
          .flatMap(version -> store.version(ref.locator(), version).stream())
          .map(KeyFleet::text)
          .toList();
    });
  }

  private Optional<String> kept(SecretRef ref) {
    return keeping.use(secrets -> secrets.find(ref).map(KeyFleet::text));
  }

  private static SecretRef pending(SecretRef ref) {
    return new SecretRef(ref.scheme(), ref.locator() + ".pending");
  }

  private static String text(Secret secret) {
    try (secret) {
      return secret.useCharacters(String::new);
    }
  }

  /// Whether real borg opens the repository with what is kept.
  boolean opens() throws IOException {
    return opens(keeping.passphrase(), keeping.key());
  }

  /// Likewise, with what is pending: a person would try that, too. A key file may be ahead of its
  /// passphrase.
  boolean opensWithWhatIsPending() throws IOException {
    return opens(pending(keeping.passphrase()), pending(keeping.key()))
        || opens(keeping.passphrase(), pending(keeping.key()));
  }

  private boolean opens(SecretRef passphraseRef, SecretRef keyRef) throws IOException {
    var passphrase = kept(passphraseRef);
    var key = kept(keyRef);
    if (passphrase.isEmpty() || key.isEmpty()) {
      return false;
    }
    var home = Files.createDirectories(directory.resolve("home"));
    var environment = new HashMap<>(RealBorg.environment(home, passphrase.get()));
    var file = Files.writeString(directory.resolve("keyfile"), key.get());
    environment.put("BORG_KEY_FILE", file.toString());
    var repository = directory.resolve("repositories").resolve(TARGET);
    return borg.run(environment, "list", repository.toString()).exitCode() == 0;
  }
}
