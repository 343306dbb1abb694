package dev.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.testkit.Debian13;
import dev.holdfast.testkit.Docker;
import dev.holdfast.testkit.ThrowawayDocker;
import dev.holdfast.testkit.ThrowawayMariaDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A machine as the documentation's page about borgmatic describes it: the files shown there, with
/// the lab's places instead of theirs; Debian 13's borgmatic and docker on its path; a shop's
/// database; and an ntfy server.
final class BorgmaticMachine implements AutoCloseable {
  private static final Path EXAMPLES = Path.of("../docs/user/examples/borgmatic");

  /// What a container of the lab needs besides.
  private static final String BESIDES =
      """
      services:
        borgmatic:
          network_mode: host
          volumes: ["/usr:/usr:ro"]
      """;

  private final Path directory;
  private final ThrowawayMariaDb database;
  private final NtfyListener ntfy;
  private final Docker docker;

  private BorgmaticMachine(
      Path directory, ThrowawayMariaDb database, NtfyListener ntfy, Docker docker) {
    this.directory = directory;
    this.database = database;
    this.ntfy = ntfy;
    this.docker = docker;
  }

  /// Sets it up beside a lab's controller.
  ///
  /// @param shop the target whose data is backed up, into the place that is that target's
  static BorgmaticMachine set(Lab lab, LabHost shop, String databasePassword, String ntfyToken)
      throws IOException {
    var database =
        ThrowawayMariaDb.start(
            "CREATE DATABASE shop;",
            "CREATE TABLE shop.orders (id INT PRIMARY KEY, what TEXT);",
            "INSERT INTO shop.orders VALUES (1, 'a ladder'), (2, 'a lamp');",
            "CREATE USER backup@localhost IDENTIFIED BY '" + databasePassword + "';",
            "GRANT ALL ON shop.* TO backup@localhost;");
    var directory = Files.createDirectories(lab.controller().resolve("borgmatic"));
    var ntfy = NtfyListener.start(ntfyToken);
    var machine = new BorgmaticMachine(directory, database, ntfy, ThrowawayDocker.start());
    machine.write("config.yaml", shop.data(), lab.repositories());
    machine.write("compose.yaml", shop.data(), lab.repositories());
    Files.writeString(directory.resolve("besides.yaml"), BESIDES);
    machine.install(lab.controller().resolve("bin"));
    return machine;
  }

  /// Writes a file of the documentation.
  private void write(String name, Path data, Path repositories) throws IOException {
    Files.writeString(directory.resolve(name), documented(name, data, repositories));
  }

  /// A file of the documentation, its places exchanged for those of the lab.
  private String documented(String name, Path data, Path repositories) throws IOException {
    var text =
        Files.readString(EXAMPLES.resolve(name))
            .replace("/srv/shop", data.toString())
            .replace("/mnt/backup", repositories.toString())
            .replace("port: 3306", "port: " + database.port())
            .replace("https://ntfy.example.org", ntfy.address())
            .replaceAll("image: .*", "image: " + ThrowawayDocker.IMAGE);
    assertThat(text).contains(data.toString(), repositories.toString());
    return text;
  }

  /// Writes the documentation's fleet to where the lab's controller keeps its files.
  Path fleet(Lab lab, LabHost shop, VaultOperator vault) throws IOException {
    var etc = lab.controller();
    var pins = List.of(shop.sshd().knownHostsLine(), lab.vault().sshd().knownHostsLine());
    Files.write(etc.resolve("known_hosts"), pins);
    var text =
        documented("fleet.yaml", shop.data(), lab.repositories())
            .replaceAll("ca_file: .*", vault.caFile().map(file -> "ca_file: " + file).orElse(""))
            .replace("https://vault.example.org:8200", vault.address())
            .replace("https://ntfy.example.org", ntfy.address())
            .replace("/etc/holdfast", etc.toString())
            .replace("host: backup.example.org", reached(lab.vault()))
            .replace("host: shop.example.org", reached(shop));
    assertThat(text).contains(vault.address()).doesNotContain("example.org", "/etc/holdfast");
    return Files.writeString(etc.resolve("fleet.yaml"), text);
  }

  private static String reached(LabHost host) {
    var sshd = host.sshd();
    return "host: %s\n    port: %d\n    user: %s\n    borg: %s"
        .formatted(sshd.host(), sshd.port(), sshd.user(), host.borg());
  }

  private void install(Path programs) throws IOException {
    var config = directory.resolve("config.yaml").toString();
    // By their complete paths: what is on the path there are these scripts.
    program(programs.resolve("borgmatic"), Debian13.words("/usr/bin/borgmatic", "-c", config));
    if (docker instanceof ThrowawayDocker running) {
      var files = directory.resolve("compose.yaml") + ":" + directory.resolve("besides.yaml");
      // A variable instead of the directory where people would stand.
      var words =
          Stream.concat(Stream.of("env", "COMPOSE_FILE=" + files), running.words().stream());
      program(programs.resolve("docker"), words.toList());
    }
  }

  private static void program(Path file, List<String> words) throws IOException {
    var quoted =
        words.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Files.writeString(file, "#!/bin/sh\nexec " + quoted + " \"$@\"\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// The ntfy server.
  NtfyListener ntfy() {
    return ntfy;
  }

  /// The shop's database.
  ThrowawayMariaDb database() {
    return database;
  }

  /// What can be done about containers here.
  Docker docker() {
    return docker;
  }

  @Override
  public void close() {
    docker.close();
    ntfy.close();
    database.close();
  }
}
