package dev.holdfast.lab;

import dev.holdfast.testkit.SshKeyFile;
import dev.holdfast.testkit.SshdSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A throw-away fleet: one repository host and its targets, each a real sshd on a free loopback
/// port, with keys made on the spot, and the controller's own directory. Needs no privileges.
public final class Lab implements AutoCloseable {
  private final Path directory;
  private final SshKeyFile login;
  private final LabHost vault;
  private final List<LabHost> targets = new ArrayList<>();

  private Lab(Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(controller().resolve("tmp"));
    Files.createDirectories(controller().resolve("bin"));
    this.login = SshKeyFile.generate(controller().resolve("id_ed25519"));
    this.vault = LabHost.start(directory.resolve("vault"), login, SshdSetup.letting());
    Files.createDirectories(repositories());
  }

  /// Starts a fleet in an empty directory.
  ///
  /// @param directory removed again when the lab is closed; short, for it holds socket paths
  /// @param names of the targets
  public static Lab start(Path directory, String... names) throws IOException {
    var lab = new Lab(directory);
    try {
      for (var name : names) {
        lab.add(name, SshdSetup.letting());
      }
      return lab;
    } catch (IOException | RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  /// Starts one more target.
  public LabHost add(String name, SshdSetup setup) throws IOException {
    var host = LabHost.start(directory.resolve(name), login, setup);
    targets.add(host);
    return host;
  }

  /// Where the repositories are.
  public LabHost vault() {
    return vault;
  }

  /// A target by its name.
  public LabHost target(String name) {
    return targets.stream().filter(host -> host.name().equals(name)).findFirst().orElseThrow();
  }

  /// All targets, in the order of their start.
  public List<LabHost> targets() {
    return List.copyOf(targets);
  }

  /// All of the lab.
  public Path directory() {
    return directory;
  }

  /// The controller's home.
  public Path controller() {
    return directory.resolve("controller");
  }

  /// Below it is one directory for each repository.
  public Path repositories() {
    return vault.directory().resolve("repositories");
  }

  /// The key that every host lets in.
  public SshKeyFile login() {
    return login;
  }

  /// A configuration of this fleet, to be changed as one likes.
  public FleetYaml fleet() {
    var yaml = new FleetYaml().set(1, "version");
    yaml.set("secrets.age", "secrets", "age", "store");
    yaml.set("identity.txt", "secrets", "age", "identity");
    reach(yaml, vault, "repository_hosts", vault.name());
    yaml.set(repositories().toString(), "repository_hosts", vault.name(), "root");
    yaml.set(vault.borg().toString(), "repository_hosts", vault.name(), "borg");
    targets.forEach(host -> target(yaml, host.name(), host));
    return yaml;
  }

  /// Adds a target to a configuration, with a repository of its own.
  public void target(FleetYaml yaml, String name, LabHost host) {
    reach(yaml, host, "targets", name);
    yaml.set(host.borg().toString(), "targets", name, "borg");
    yaml.set(List.of(host.data().toString()), "targets", name, "sources");
    yaml.set(vault.name(), "targets", name, "repository", "host");
  }

  private void reach(FleetYaml yaml, LabHost host, String kind, String name) {
    yaml.set(host.sshd().host(), kind, name, "host");
    yaml.set(host.sshd().port(), kind, name, "port");
    yaml.set(host.sshd().user(), kind, name, "user");
    yaml.set("file:" + login.file(), kind, name, "key");
    yaml.set(List.of(host.sshd().knownHostsLine()), kind, name, "known_hosts");
  }

  /// Where a fleet's configuration is kept.
  public Path config(String name) {
    return controller().resolve(name + ".yaml");
  }

  /// Ends every process of the lab and removes all of its files.
  @Override
  public void close() throws IOException {
    targets.forEach(LabHost::close);
    vault.close();
    delete(directory);
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (var inside = Files.list(path)) {
        for (var child : inside.toList()) {
          delete(child);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
