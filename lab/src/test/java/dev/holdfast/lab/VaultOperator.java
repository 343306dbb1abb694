package dev.holdfast.lab;

import dev.holdfast.testkit.vault.FakeVault;
import dev.holdfast.testkit.vault.RealVault;
import dev.holdfast.testkit.vault.TestedVault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Vault server and the person who may do everything there.
public final class VaultOperator implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TRIES_MAX = 500;

  private final TestedVault server;
  private final HttpClient client;

  private VaultOperator(TestedVault server, HttpClient client) {
    this.server = server;
    this.client = client;
  }

  /// Starts a real server, or the fake where there is none.
  ///
  /// @param what is then tested with the fake only
  public static VaultOperator start(String what) throws IOException {
    var server = RealVault.startOrFake(what);
    try {
      var builder = HttpClient.newBuilder();
      server.caFile().ifPresent(file -> builder.sslContext(trusting(file)));
      var operator = new VaultOperator(server, builder.build());
      var versioned = Map.of("type", "kv", "options", Map.of("version", "2"));
      operator.call("POST", "sys/mounts/secret", versioned);
      return operator;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /// Where it listens.
  public String address() {
    return server.address();
  }

  /// The file with its authority, which the fake has none of.
  public Optional<Path> caFile() {
    return server.caFile();
  }

  /// The token that may do everything.
  public String token() {
    return server.rootToken();
  }

  /// Writes a secret. A real server needs a moment until a new mount takes one.
  void put(String path, Map<String, String> fields) throws IOException {
    for (var i = 0; i < TRIES_MAX; i++) {
      if (answer("POST", "secret/data/" + path, Map.of("data", fields)).statusCode() < 300) {
        return;
      }
    }
    throw new IOException("the mount takes no secret");
  }

  /// A field of the newest version of a secret.
  String field(String path, String name) throws IOException {
    return call("GET", "secret/data/" + path, Map.of()).at("/data/data/" + name).asString();
  }

  /// Writes anything.
  void write(String path, Map<String, ?> body) throws IOException {
    call("POST", path, body);
  }

  /// Whether it is no fake.
  boolean isReal() {
    return server instanceof RealVault;
  }

  /// Lets a person with this home directory do everything, as `bao login` would.
  void logIn(Path home) throws IOException {
    var file = Files.writeString(home.resolve(".vault-token"), server.rootToken());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /// Sets the server up for a fleet with the product's own command, and delivers what the
  /// controller is to log in with: `vault-role-id` and `vault-wrapped` in its directory.
  ///
  /// @return what the command said
  String setUp(Stage stage, Path fleet) throws IOException {
    var home = stage.lab().controller();
    logIn(home);
    var ran = stage.run(fleet, "vault", "setup", "--writable", "--yes");
    Files.delete(home.resolve(".vault-token"));
    keep(home.resolve("vault-role-id"), ran.out(), " role_id: .*put there: (\\S+)");
    keep(home.resolve("vault-wrapped"), ran.out(), "wrapped_secret_id: .*put there: (\\S+)");
    return ran.said();
  }

  private static void keep(Path file, String said, String pattern) throws IOException {
    var matcher = Pattern.compile(pattern).matcher(said);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in: " + said);
    }
    Files.writeString(file, matcher.group(1));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /// Lets the server write down all that it is asked and answers, secrets and all.
  ///
  /// @return whether it does; the fake does not
  boolean recordInto(Path file) throws IOException {
    var options = Map.of("file_path", file.toString(), "log_raw", "true");
    var body = Map.of("type", "file", "options", options);
    return answer("PUT", "sys/audit/everything", body).statusCode() < 300;
  }

  /// Makes it sign SSH keys as `vault-ssh:ssh/targets`, for logins as this user.
  ///
  /// @return the authority's public key; empty from the fake, which signs nothing
  Optional<String> signKeysFor(String user) throws IOException {
    if (server instanceof FakeVault) {
      return Optional.empty();
    }
    call("POST", "sys/mounts/ssh", Map.of("type", "ssh"));
    var authority = Map.of("generate_signing_key", true, "key_type", "ed25519");
    var made = call("POST", "ssh/config/ca", authority).at("/data/public_key").asString();
    call(
        "POST",
        "ssh/roles/targets",
        Map.of(
            "key_type",
            "ca",
            "allow_user_certificates",
            true,
            "allowed_users",
            user,
            "default_extensions",
            Map.of("permit-port-forwarding", ""),
            "ttl",
            "5m"));
    return Optional.of(made.strip());
  }

  private JsonNode call(String method, String path, Map<String, ?> body) throws IOException {
    var answer = answer(method, path, body);
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + answer.body());
    }
    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
  }

  private HttpResponse<String> answer(String method, String path, Map<String, ?> body)
      throws IOException {
    var content =
        body.isEmpty() && method.equals("GET")
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
    var request =
        HttpRequest.newBuilder(URI.create(server.address() + "/v1/" + path))
            .header("X-Vault-Token", server.rootToken())
            .header("X-Vault-Request", "true")
            .method(method, content)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static SSLContext trusting(Path file) {
    try (var input = Files.newInputStream(file)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(input));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
