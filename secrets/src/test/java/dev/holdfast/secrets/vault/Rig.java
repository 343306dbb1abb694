package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.file.PrivateFiles;
import dev.holdfast.testkit.vault.TestedVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A server with mounts, and everything that a client of it needs: secrets of logins lie in a map.
final class Rig implements AutoCloseable {
  private static final VaultLimits LIMITS =
      new VaultLimits(
          1 << 20,
          3,
          3,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          16);

  final TestedVault server;
  final Map<String, String> secrets = new ConcurrentHashMap<>();
  final Map<String, String> variables = new ConcurrentHashMap<>();
  private final VaultSession root;

  Rig(TestedVault server) {
    this.server = server;
    secrets.put("root", server.rootToken());
    this.root = session(new VaultLogin.Token(ref("root")));
    try {
      write("sys/mounts/secret", Map.of("type", "kv", "options", Map.of("version", "2")));
      write("sys/mounts/old", Map.of("type", "kv", "options", Map.of("version", "1")));
      write("sys/auth/approle", Map.of("type", "approle"));
      awaitMount();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// A real server needs a moment to make a versioned mount; until then it answers 400.
  private void awaitMount() {
    for (var attempt = 0; attempt < 2_000; attempt++) {
      if (root.call(VaultRequest.get("secret/data/nothing")).status() == 404) {
        return;
      }
    }
    throw new IllegalStateException("the mount is not ready");
  }

  static SecretRef ref(String name) {
    return new SecretRef(SecretRef.Scheme.FILE, name);
  }

  /// A call of the one who may do everything.
  Json write(String path, Map<String, ?> body) {
    return root.require(VaultRequest.post(path, body), "update").body();
  }

  Json read(String path) {
    return root.require(VaultRequest.get(path), "read").body();
  }

  /// A token in a token, made at a path.
  String wrapped(String path) {
    var request = VaultRequest.post(path, Map.of()).wrapped(Duration.ofMinutes(5));
    return root.require(request, "update").body().at("wrap_info", "token").text();
  }

  void policy(String name, String hcl) {
    write("sys/policies/acl/" + name, Map.of("policy", hcl));
  }

  /// A role; its role id and a secret id are kept as `NAME.role` and `NAME.secret`.
  VaultLogin.AppRole role(String name, Map<String, ?> settings) {
    write("auth/approle/role/" + name, settings);
    var path = "auth/approle/role/" + name;
    secrets.put(name + ".role", read(path + "/role-id").at("data", "role_id").text());
    secrets.put(
        name + ".secret", write(path + "/secret-id", Map.of()).at("data", "secret_id").text());
    return new VaultLogin.AppRole(
        "approle", ref(name + ".role"), Optional.of(ref(name + ".secret")), Optional.empty());
  }

  VaultSettings settings(VaultLogin login) {
    return new VaultSettings(
        Optional.of(URI.create(server.address())),
        List.of(),
        Optional.empty(),
        login,
        new VaultSettings.Tls(
            server.caFile().map(Path::toString), Optional.empty(), Optional.empty()));
  }

  VaultWorld world() {
    try {
      return new VaultWorld(
          name -> Optional.ofNullable(variables.get(name)),
          Path.of("/nonexistent"),
          new PrivateFiles(PrivateFiles.ownUid()),
          wanted -> Optional.ofNullable(secrets.get(wanted.locator())).map(Secret::ofText),
          (wanted, secret) -> {
            secrets.put(wanted.locator(), secret.useCharacters(String::new));
            return true;
          },
          _ -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Vault vault(VaultLogin login) {
    return vault(settings(login));
  }

  Vault vault(VaultSettings settings) {
    return new Vault(settings, LIMITS, world());
  }

  Vault asRoot() {
    return vault(new VaultLogin.Token(ref("root")));
  }

  VaultSession session(VaultLogin login) {
    return session(settings(login));
  }

  VaultSession session(VaultSettings settings) {
    var world = world();
    var http = new VaultHttp(VaultServer.of(settings, world), LIMITS, world.pause());
    return new VaultSession(http, settings.login(), world);
  }

  @Override
  public void close() {
    root.close();
    server.close();
  }
}
