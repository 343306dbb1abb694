package dev.holdfast.remote.ssh;

import dev.holdfast.fleet.config.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A controller of its own that delivers a socket, says where, and waits to be killed.
final class Controller {
  private Controller() {}

  public static void main(String[] words) throws Exception {
    var dir = Path.of(words[0]);
    var lab = new SshLab();
    var endpoint =
        new Endpoint.Ssh(
            "web1",
            "127.0.0.1",
            Integer.parseInt(words[1]),
            System.getProperty("user.name"),
            lab.keep("key", Files.readAllBytes(dir.resolve("key"))),
            Optional.empty(),
            Optional.empty(),
            Files.readAllLines(dir.resolve("pin")),
            List.of());
    try (var connector = lab.connector();
        var host = connector.connect(endpoint);
        var socket = host.deliverSocket(Duration.ofSeconds(30))) {
      System.out.println(socket.directory());
      socket.accept(Duration.ofMinutes(5)).close();
    }
  }
}
