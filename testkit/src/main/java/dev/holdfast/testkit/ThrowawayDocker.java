package dev.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A docker daemon of the Debian 13 root with everything it has in one directory: no bridge, no
/// packet filter, nothing that outlives it. Containers use the machine's network.
public final class ThrowawayDocker implements Docker {
  /// An image whose programs are those of the Debian 13 root, if `/usr` is mounted from `/usr`.
  public static final String IMAGE = "debian:13";

  private static final Duration START_MAX = Duration.ofSeconds(30);

  private final Path directory;
  private final Daemon daemon;

  private ThrowawayDocker(Path directory, Daemon daemon) {
    this.directory = directory;
    this.daemon = daemon;
  }

  /// Starts it where that is possible; as a plain user, or in most containers, it is not.
  public static Docker start() {
    if (!Debian13.isRoot()) {
      return new Docker.Impossible("a docker daemon can only be started by root");
    }
    try {
      var directory = Files.createTempDirectory("holdfast-docker");
      var docker = new ThrowawayDocker(directory, launch(directory));
      if (!docker.daemon.says("API listen on", START_MAX)) {
        var reason = docker.lastWords();
        docker.close();
        return new Docker.Impossible("the docker daemon does not start here: " + reason);
      }
      docker.makeImage();
      return docker.startsContainers();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The words that start its client.
  public List<String> words(String... arguments) {
    var words = new ArrayList<>(List.of("env", "DOCKER_HOST=" + address(), "/usr/bin/docker"));
    words.addAll(List.of(arguments));
    return Debian13.words(words.toArray(String[]::new));
  }

  @Override
  public void close() {
    var process = daemon.process();
    process.destroy();
    process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
    var rest = new ArrayList<>(process.descendants().toList());
    rest.add(process.toHandle());
    rest.forEach(ProcessHandle::destroyForcibly);
    Tool.run("rm", "-rf", directory.toString());
  }

  private String address() {
    return "unix://" + directory.resolve("socket");
  }

  private static Daemon launch(Path directory) throws IOException {
    var words =
        Debian13.words(
            "dockerd",
            "--data-root=" + directory.resolve("data"),
            "--exec-root=" + directory.resolve("exec"),
            "--host=unix://" + directory.resolve("socket"),
            "--pidfile=" + directory.resolve("pid"),
            "--storage-driver=vfs",
            "--iptables=false",
            "--ip6tables=false",
            "--bridge=none");
    return Daemon.start(words, directory.resolve("log"));
  }

  private void makeImage() throws IOException {
    var tar = directory.resolve("image.tar").toString();
    var words = new ArrayList<>(List.of("tar", "-C", Debian13.root().toString(), "-cf", tar));
    words.addAll(List.of("bin", "sbin", "lib", "lib64", "etc", "root", "run", "tmp"));
    Tool.run(words);
    Tool.run(words("import", tar, IMAGE));
    Files.delete(Path.of(tar));
  }

  private Docker startsContainers() {
    try {
      Tool.run(words("run", "--rm", "--network=host", "--volume=/usr:/usr:ro", IMAGE, "true"));
      return this;
    } catch (IllegalStateException e) {
      close();
      var said = String.valueOf(e.getMessage()).lines().reduce("", (before, line) -> line);
      return new Docker.Impossible("docker starts no container here: " + said);
    }
  }

  private String lastWords() {
    return daemon.said().lines().reduce("", (before, line) -> line);
  }
}
