package dev.holdfast.app;

import dev.holdfast.app.terminal.JsonLines;
import dev.holdfast.app.terminal.PlainLines;
import dev.holdfast.fleet.config.Fleet;
import dev.holdfast.fleet.config.Target;
import dev.holdfast.fleet.config.read.FleetParser;
import dev.holdfast.fleet.failure.ErrorCode;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.CheckDepth;
import dev.holdfast.fleet.run.Due;
import dev.holdfast.fleet.run.DueTargets;
import dev.holdfast.fleet.run.FleetInspector;
import dev.holdfast.fleet.run.FleetKeys;
import dev.holdfast.fleet.run.FleetLedger;
import dev.holdfast.fleet.run.FleetRecovery;
import dev.holdfast.fleet.run.FleetSshd;
import dev.holdfast.fleet.run.RunListener;
import dev.holdfast.fleet.run.RunPorts;
import dev.holdfast.fleet.run.UpkeepPlans;
import dev.holdfast.guard.Workbench;
import dev.holdfast.remote.Connector;
import dev.holdfast.secrets.Secrets;
import dev.holdfast.secrets.vault.Vault;
import dev.holdfast.secrets.vault.VaultLogin;
import dev.holdfast.store.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Puts the product together, in plain calls of constructors. Reads the configuration, but connects
/// to nothing and writes nothing.
final class Assembly implements AutoCloseable {
  private final GlobalOptions options;
  private final Surroundings surroundings;
  private final SecretSources secretSources;
  private final Fleet fleet;
  private final Secrets secrets;
  private final Connector connector;
  private final Store store;
  private final RunPorts ports;

  private Assembly(GlobalOptions options, Surroundings surroundings, SecretSources sources) {
    this.options = options;
    this.surroundings = surroundings;
    this.secretSources = sources;
    this.fleet = read(options, surroundings, secretSources);
    this.secrets = secretSources.of(fleet.settings());
    this.connector = new Connector(secrets, fleet.limits());
    var state = StateDirectory.of(options.stateDirectory, fleet, surroundings);
    this.store = storeIn(state);
    this.ports = portsOf(state);
  }

  /// Reads the configuration and builds everything upon it. From then on nobody but root can look
  /// into this process.
  static Assembly open(GlobalOptions options) {
    // Java takes as long for its first native call as we for the configuration.
    var hidden = CompletableFuture.supplyAsync(OwnMemory::hide, Thread::startVirtualThread);
    var assembly = of(options, Surroundings.ofProcess());
    var _ = hidden.join();
    return assembly;
  }

  /// The same, in a process that hides nothing. Texts of a configuration may come from a secret
  /// store; a login there ends although nothing comes of it.
  static Assembly of(GlobalOptions options, Surroundings surroundings) {
    var sources = new SecretSources(surroundings);
    try {
      return new Assembly(options, surroundings, sources);
    } catch (RuntimeException e) {
      sources.close();
      throw e;
    }
  }

  private static Fleet read(
      GlobalOptions options, Surroundings surroundings, SecretSources sources) {
    var source = new ConfigLocation(surroundings).read(options.config);
    return FleetParser.parse(source, sources::references, sources.inline());
  }

  private Store storeIn(Path state) {
    return fleet
        .settings()
        .ledger()
        .server()
        .map(server ->
            Store.postgres(server.url(), server.user(), () -> server.password().map(secrets::open)))
        .orElseGet(() -> Store.sqlite(state.resolve("holdfast.db")));
  }

  private RunPorts portsOf(Path state) {
    return new RunPorts(
        connector,
        secrets,
        store.journal(),
        store.ledger(),
        fleet.settings().ledger().firstUse(),
        InstantSource.system(),
        new SecureRandom(),
        Workbench.standard(Runtime.getRuntime().availableProcessors()),
        StateDirectory.isWritable(state)
            ? Optional.of(state.resolve("borg").toString())
            : Optional.empty());
  }

  Fleet fleet() {
    return fleet;
  }

  Secrets secrets() {
    return secrets;
  }

  /// Names in the embedded store.
  List<String> secretNames() {
    return secretSources.names(fleet.settings());
  }

  /// Gives the embedded store a new identity.
  int rotateIdentity() {
    return secretSources.rotateIdentity(fleet.settings());
  }

  /// The server behind `vault:` references, as the controller itself.
  Vault vault() {
    return secretSources.vault(fleet.settings().vault());
  }

  /// The same server, as whoever sits at the keyboard.
  Vault vaultAsOperator() {
    return secretSources.vault(fleet.settings().vault().as(new VaultLogin.TokenOfUser()));
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /// What prints results of commands that change nothing.
  Output output() {
    return new Output(surroundings.out(), options.json);
  }

  /// Tells what somebody waits for.
  private RunListener steps() {
    return options.logJson
        ? new JsonLines(surroundings.err(), ports.clock())
        : new PlainLines(surroundings.err(), ports.clock());
  }

  /// What executes runs.
  Runs runs() {
    return new Runs(fleet, ports, options, surroundings);
  }

  /// What persons do with the ledger.
  FleetLedger ledger() {
    return new FleetLedger(fleet, ports, steps());
  }

  /// What persons do with keys.
  FleetKeys keys() {
    return new FleetKeys(fleet, ports);
  }

  /// Writes a file that only its owner can read.
  void writePrivate(Path file, byte[] content) {
    secretSources.writePrivate(file, content);
  }

  /// What prepares hosts for keys that an authority signs.
  FleetSshd sshd() {
    return new FleetSshd(fleet, ports);
  }

  /// What only looks.
  FleetInspector inspector() {
    return new FleetInspector(fleet, ports, steps());
  }

  /// What gathers the facts of recovery kits.
  FleetRecovery recovery() {
    return new FleetRecovery(fleet, ports);
  }

  /// What tells what upkeep would do.
  UpkeepPlans plans() {
    return new UpkeepPlans(ports, fleet.limits());
  }

  /// The targets of these names; if there are none, those for which the action is due.
  Due due(Action action, Collection<String> names) {
    return names.isEmpty()
        ? new DueTargets(ports).of(action, targets(names))
        : Due.named(action, targets(names));
  }

  /// The same for checks, whose depth counts.
  Due dueChecks(CheckDepth depth, Collection<String> names) {
    return names.isEmpty()
        ? new DueTargets(ports).checks(depth, targets(names))
        : Due.named(Action.CHECK, targets(names));
  }

  /// The targets of these names; all of the fleet if there are none.
  List<Target> targets(Collection<String> names) {
    if (names.isEmpty()) {
      return List.copyOf(fleet.targets().values());
    }
    var chosen = new ArrayList<Target>();
    for (var name : names) {
      var target = fleet.targets().get(name);
      if (target == null) {
        throw new FleetException(
            ErrorCode.UNKNOWN_TARGET,
            "the fleet has no target '" + name + "'",
            "its targets are: " + String.join(", ", fleet.targets().keySet()));
      }
      if (!chosen.contains(target)) {
        chosen.add(target);
      }
    }
    return chosen;
  }

  @Override
  public void close() {
    connector.close();
    store.close();
    secretSources.close();
  }
}
