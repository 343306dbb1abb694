package dev.holdfast.testkit.vault;

import dev.holdfast.testkit.FreePort;
import dev.holdfast.testkit.Tool;
import dev.holdfast.testkit.Untested;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A real server on a free port of 127.0.0.1, TLS on, in a directory of its own that goes with it.
/// It keeps everything in memory.
public final class RealVault implements TestedVault {
  private static final Pattern UNSEAL_KEY =
      Pattern.compile("\"unseal_keys_b64\":\\s*\\[\\s*\"([^\"]+)\"");
  private static final Pattern ROOT_TOKEN = Pattern.compile("\"root_token\":\\s*\"([^\"]+)\"");
  private static final int TRIES_MAX = 200;
  private static final int TRY_MILLIS = 100;

  private final Path program;
  private final Path directory;
  private final int port;
  private final int certifiedPort;
  private final Process process;
  private String unsealKey = "";
  private String rootToken = "";

  private RealVault(Path program, Path directory, int port, int certifiedPort, Process process) {
    this.program = program;
    this.directory = directory;
    this.port = port;
    this.certifiedPort = certifiedPort;
    this.process = process;
  }

  /// The server's program: `bao` or `vault` on the path, else what `scripts/vault-server` has
  /// built.
  public static Optional<Path> program() {
    var candidates = new ArrayList<Path>();
    for (var name : List.of("bao", "vault")) {
      for (var place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
        candidates.add(Path.of(place).resolve(name));
      }
    }
    var cache = System.getenv("HOLDFAST_CACHE");
    var home =
        cache != null
            ? Path.of(cache)
            : Path.of(System.getProperty("user.home"), ".cache/holdfast");
    candidates.add(home.resolve("vault-server/vault"));
    return candidates.stream().filter(Files::isExecutable).filter(Files::isRegularFile).findFirst();
  }

  /// A real server; where the machine has none, the fake, and `./test` tells of it.
  public static TestedVault startOrFake(String what) {
    var program = program();
    if (program.isEmpty()) {
      Untested.here(what + " with a real Vault or OpenBao", "there is no bao, vault or go here");
      return FakeVault.start();
    }
    return start(program.get());
  }

  /// Starts it, empty and unsealed.
  ///
  /// @param program as found by [#program]
  public static RealVault start(Path program) {
    try {
      var directory = Files.createTempDirectory("holdfast-vault");
      var port = FreePort.find();
      var certifiedPort = FreePort.find();
      certify(directory, "");
      certify(directory, "client-");
      Files.writeString(
          directory.resolve("server.hcl"), configuration(directory, port, certifiedPort));
      var server =
          new RealVault(program, directory, port, certifiedPort, launch(program, directory));
      try {
        server.initialise();
        return server;
      } catch (IOException | RuntimeException e) {
        server.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The server ends, and its directory goes, when nobody holds the other end of its standard input
  /// any more: also after a test that was killed.
  private static Process launch(Path program, Path directory) throws IOException {
    var script =
        "cd /; \"$2\" server -config=\"$1/server.hcl\" </dev/null & cat >/dev/null;"
            + " kill -KILL $!; rm -rf \"$1\"";
    return new ProcessBuilder("sh", "-c", script, "sh", directory.toString(), program.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  private void initialise() throws IOException {
    waitForPort();
    var said = run("operator", "init", "-key-shares=1", "-key-threshold=1", "-format=json");
    unsealKey = first(UNSEAL_KEY, said);
    rootToken = first(ROOT_TOKEN, said);
    unseal();
  }

  private static String configuration(Path directory, int port, int certifiedPort) {
    return """
    storage "inmem" {}
    disable_mlock = true
    api_addr = "https://127.0.0.1:%d"
    listener "tcp" {
      address = "127.0.0.1:%d"
      tls_cert_file = "%s/cert.pem"
      tls_key_file = "%s/key.pem"
    }
    listener "tcp" {
      address = "127.0.0.1:%d"
      tls_cert_file = "%s/cert.pem"
      tls_key_file = "%s/key.pem"
      tls_require_and_verify_client_cert = true
      tls_client_ca_file = "%s/client-cert.pem"
    }
    """
        .formatted(
            port, port, directory, directory, certifiedPort, directory, directory, directory);
  }

  private static void certify(Path directory, String prefix) {
    Tool.run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=vault",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        directory.resolve(prefix + "key.pem").toString(),
        "-out",
        directory.resolve(prefix + "cert.pem").toString());
  }

  private void waitForPort() throws IOException {
    for (var attempt = 0; attempt < TRIES_MAX && process.isAlive(); attempt++) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(TRY_MILLIS);
        return;
      } catch (IOException _) {
        sleep();
      }
    }
    throw new IllegalStateException("no server: " + Files.readString(directory.resolve("log")));
  }

  private static void sleep() {
    try {
      Thread.sleep(TRY_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String address() {
    return "https://127.0.0.1:" + port;
  }

  @Override
  public String rootToken() {
    return rootToken;
  }

  @Override
  public Optional<Path> caFile() {
    return Optional.of(directory.resolve("cert.pem"));
  }

  @Override
  public void seal() {
    run("operator", "seal");
  }

  @Override
  public void unseal() {
    run("operator", "unseal", unsealKey);
  }

  /// Its address for those who show a certificate of their own.
  public String addressForCertified() {
    return "https://127.0.0.1:" + certifiedPort;
  }

  /// The certificate that is accepted there, in PEM.
  public Path clientCertificate() {
    return directory.resolve("client-cert.pem");
  }

  /// Its private key, PKCS #8 in PEM.
  public Path clientKey() {
    return directory.resolve("client-key.pem");
  }

  /// Runs the server's own command line as the one who may do everything.
  public String run(String... words) {
    var all = new ArrayList<String>();
    all.add(program.toString());
    all.addAll(List.of(words));
    var ca = directory.resolve("cert.pem").toString();
    var environment =
        Map.of(
            "VAULT_ADDR",
            address(),
            "VAULT_CACERT",
            ca,
            "VAULT_TOKEN",
            rootToken,
            "BAO_ADDR",
            address(),
            "BAO_CACERT",
            ca,
            "BAO_TOKEN",
            rootToken);
    return Tool.run(environment, all);
  }

  private static String first(Pattern pattern, String text) {
    var matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("the server's command line said something else: " + text);
    }
    return matcher.group(1);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
