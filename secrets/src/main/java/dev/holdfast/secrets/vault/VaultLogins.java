package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.file.PrivateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Logs in, once and never again after a refusal: several wrong logins lock a role.
final class VaultLogins {
  private static final int TOKEN_BYTES_MAX = 64 << 10;

  private final VaultHttp http;
  private final VaultWorld world;

  VaultLogins(VaultHttp http, VaultWorld world) {
    this.http = http;
    this.world = world;
  }

  /// @throws SecretException with the row of the catalogue
  VaultToken run(VaultLogin login) {
    return switch (login) {
      case VaultLogin.AppRole role -> appRole(role);
      case VaultLogin.EnvFile file -> envFile(file);
      case VaultLogin.Kubernetes account -> kubernetes(account);
      case VaultLogin.Token token ->
          held("the token " + token.token(), opened(token.token(), "secrets.vault.login.token"));
      case VaultLogin.TokenOfUser _ -> ofUser();
    };
  }

  private VaultToken appRole(VaultLogin.AppRole role) {
    var body = new LinkedHashMap<String, Object>();
    try (var roleId = opened(role.roleId(), "role_id");
        var secretId = secretId(role)) {
      body.put("role_id", roleId);
      if (!secretId.isEmpty()) {
        body.put("secret_id", secretId);
      }
      return token(VaultRequest.post("auth/" + role.mount() + "/login", body));
    }
  }

  private VaultToken envFile(VaultLogin.EnvFile login) {
    try (var file = VaultEnvFile.read(world.files(), login.file());
        var roleId = file.required("VAULT_ROLE_ID", "BAO_ROLE_ID");
        var secretId = file.required("VAULT_SECRET_ID", "BAO_SECRET_ID")) {
      return token(
          VaultRequest.post(
              "auth/" + login.mount() + "/login",
              Map.of("role_id", roleId, "secret_id", secretId)));
    }
  }

  /// What was delivered anew comes before what is kept, which may be too old. Empty bytes where the
  /// role binds none.
  private Secret secretId(VaultLogin.AppRole role) {
    var kept = role.secretId().flatMap(world.secrets());
    try {
      var delivered = role.wrapped().flatMap(wrapped -> unwrapped(role, wrapped, kept.isPresent()));
      if (delivered.isPresent()) {
        kept.ifPresent(Secret::close);
        return delivered.get();
      }
    } catch (RuntimeException e) {
      kept.ifPresent(Secret::close);
      throw e;
    }
    return kept.or(() -> role.secretId().map(ref -> opened(ref, "secret_id")))
        .orElseGet(() -> Secret.takeOver(new byte[0]));
  }

  /// The token is looked at before it is used: one that was opened on its way and wrapped anew has
  /// another path of creation.
  ///
  /// @param mayBeUsed whether there is a secret id from before, so that the token may be gone
  private Optional<Secret> unwrapped(
      VaultLogin.AppRole role, VaultLogin.Wrapped wrapped, boolean mayBeUsed) {
    var expected = "auth/" + role.mount() + "/role/" + wrapped.role() + "/secret-id";
    var found = world.secrets().apply(wrapped.token());
    if (found.isEmpty() && mayBeUsed) {
      return Optional.empty();
    }
    try (var token = found.orElseGet(() -> opened(wrapped.token(), "wrapped_secret_id"))) {
      var looked = http.call(VaultRequest.post("sys/wrapping/lookup", Map.of("token", token)));
      if (mayBeUsed && isGone(looked)) {
        return Optional.empty();
      }
      requireGood(looked);
      var created = looked.body().at("data", "creation_path").text();
      if (!created.equals(expected)) {
        throw VaultFailure.intercepted(
            "was made at " + VaultFailure.quoted(created) + " and not at " + expected);
      }
      var opened = http.call(VaultRequest.post("sys/wrapping/unwrap", Map.of()).as(token));
      requireGood(opened);
      var secretId =
          opened.body().at("data", "secret_id").copy().map(Secret::takeOver).orElseThrow();
      opened.body().zero();
      role.secretId().ifPresent(ref -> world.keep().keep(ref, secretId));
      return Optional.of(secretId);
    }
  }

  private static boolean isGone(VaultAnswer answer) {
    return answer.says("wrapping token is not valid or does not exist");
  }

  private void requireGood(VaultAnswer answer) {
    if (isGone(answer)) {
      throw VaultFailure.intercepted("was opened before, or is too old");
    }
    if (answer.status() == 503) {
      throw VaultFailure.unavailable(http.name(), answer);
    }
    if (!answer.succeeded()) {
      var unwrap = VaultRequest.get("sys/wrapping/unwrap");
      throw VaultFailure.other(unwrap, answer, SecretException.Kind.LOGIN_REFUSED);
    }
  }

  private VaultToken kubernetes(VaultLogin.Kubernetes account) {
    var file =
        world
            .files()
            .read(
                "the service account's token",
                Path.of(account.tokenFile()),
                PrivateFiles.Check.ANY,
                TOKEN_BYTES_MAX)
            .map(Secret::ofLine)
            .orElseThrow(() ->
                new SecretException(
                    SecretException.Kind.MISSING,
                    "there is no "
                        + account.tokenFile()
                        + ": this is no pod with a service account",
                    "correct secrets.vault.login.kubernetes.token_file, or log in otherwise"));
    try (file) {
      return token(
          VaultRequest.post(
              "auth/" + account.mount() + "/login", Map.of("role", account.role(), "jwt", file)));
    }
  }

  private VaultToken token(VaultRequest login) {
    var answer = http.call(login);
    if (answer.status() >= 500 && !VaultFailure.isWrongProof(answer)) {
      throw VaultFailure.unavailable(http.name(), answer);
    }
    var auth = answer.body().at("auth");
    var token = auth.at("client_token").copy();
    if (!answer.succeeded() || token.isEmpty()) {
      throw VaultFailure.login(login, answer);
    }
    answer.body().zero();
    return new VaultToken(
        Secret.takeOver(token.get()),
        "the token of the login at " + login.path(),
        true,
        auth.at("renewable").isTrue(),
        Duration.ofSeconds(auth.at("lease_duration").whole()));
  }

  private VaultToken ofUser() {
    var variable = world.firstOf("BAO_TOKEN", "VAULT_TOKEN");
    if (variable.isPresent()) {
      return held("the token in BAO_TOKEN or VAULT_TOKEN", Secret.ofText(variable.get()));
    }
    var file = world.home().resolve(".vault-token");
    return world
        .files()
        .read("file:" + file, file, PrivateFiles.Check.PRIVATE, TOKEN_BYTES_MAX)
        .map(bytes -> held("the token in " + file, Secret.ofLine(bytes)))
        .orElseThrow(() ->
            new SecretException(
                SecretException.Kind.UNCONFIGURED,
                "there is nothing to log in at Vault with",
                "write secrets.vault.login into the configuration, set VAULT_TOKEN, or run `bao login`"));
  }

  /// A token that somebody else made: only the server knows how long it lives.
  private VaultToken held(String whose, Secret token) {
    var looked = http.call(VaultRequest.get("auth/token/lookup-self").as(token));
    if (looked.status() == 403 || looked.status() == 400) {
      token.close();
      throw VaultFailure.token(whose);
    }
    if (!looked.succeeded()) {
      token.close();
      throw VaultFailure.unavailable(http.name(), looked);
    }
    var found = looked.body().at("data");
    return new VaultToken(
        token,
        whose,
        false,
        found.at("renewable").isTrue(),
        Duration.ofSeconds(found.at("ttl").whole()));
  }

  private Secret opened(SecretRef ref, String key) {
    Optional<Secret> found = world.secrets().apply(ref);
    return found.orElseThrow(() ->
        new SecretException(
            SecretException.Kind.MISSING,
            "there is no secret " + ref + " to log in at Vault with (" + key + ")",
            "put it there, or correct secrets.vault.login"));
  }
}
