package dev.holdfast.fleet.config.read;

import dev.holdfast.fleet.config.shape.Fields;
import dev.holdfast.fleet.config.shape.Key;
import dev.holdfast.fleet.config.shape.Section;
import dev.holdfast.fleet.config.shape.Shapes;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.vault.VaultLogin;
import dev.holdfast.secrets.vault.VaultPath;
import dev.holdfast.secrets.vault.VaultSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The table that says where a Vault or OpenBao server is and how to log in there.
final class VaultKeys {
  static final Key<String> MOUNT =
      Key.of(
          "mount",
          Shapes.text(VaultPath::mount),
          "Where the login method is mounted; default approle or kubernetes.");
  static final Key<String> ROLE = Key.of("role", Shapes.text(VaultPath::name), "Name of the role.");
  static final Key<SecretRef> ROLE_ID = Key.of("role_id", Shapes.secret(), "The role's id.");
  static final Key<SecretRef> SECRET_ID =
      Key.of(
          "secret_id",
          Shapes.secret(),
          "Proves the role; one that was delivered wrapped is kept here.");
  static final Key<SecretRef> WRAPPED_SECRET_ID =
      Key.of(
          "wrapped_secret_id",
          Shapes.secret(),
          "A token that opens to a secret id once; `role` says for which role it was made.");
  static final Key<String> ENV_FILE =
      Key.of(
          "env_file",
          SharedShapes.SOME,
          "A file with VAULT_ROLE_ID=… and VAULT_SECRET_ID=…, in place of all of these.");
  static final Key<Fields> APPROLE =
      Key.of(
          "approle",
          Shapes.table(Section.of(MOUNT, ROLE, ROLE_ID, SECRET_ID, WRAPPED_SECRET_ID, ENV_FILE)),
          "Log in by a role id and a secret id.");
  static final Key<SecretRef> TOKEN =
      Key.of(
          "token",
          Shapes.secret(),
          "Log in by this token; without any login BAO_TOKEN, VAULT_TOKEN, ~/.vault-token.");
  static final Key<String> TOKEN_FILE =
      Key.of(
          "token_file",
          SharedShapes.SOME,
          "The service account's token; default where Kubernetes puts it.");
  static final Key<Fields> KUBERNETES =
      Key.of(
          "kubernetes",
          Shapes.table(Section.of(MOUNT, ROLE, TOKEN_FILE)),
          "Log in by the service account of a pod.");
  static final Key<Fields> LOGIN =
      Key.of(
          "login",
          Shapes.table(Section.of(APPROLE, TOKEN, KUBERNETES)),
          "Who the controller is; one of approle, token and kubernetes.");

  static final Key<URI> ADDRESS =
      Key.of(
          "address",
          Shapes.text(VaultSettings::address),
          "https://HOST:PORT; default BAO_ADDR, then VAULT_ADDR, else an error.");
  static final Key<List<String>> ALSO_HOSTS =
      Key.of(
          "also_hosts",
          SharedShapes.TEXTS,
          "Other servers of the cluster, HOST:PORT, to which the first may refer.");
  static final Key<String> NAMESPACE =
      Key.of(
          "namespace",
          Shapes.text(VaultPath::namespace),
          "Namespace; default BAO_NAMESPACE, VAULT_NAMESPACE.");
  static final Key<String> CA_FILE =
      Key.of(
          "ca_file",
          SharedShapes.SOME,
          "PEM file of the authority that signed the server's certificate.");
  static final Key<String> CERTIFICATE_FILE =
      Key.of(
          "client_certificate_file",
          SharedShapes.SOME,
          "PEM file of a certificate that the controller shows.");
  static final Key<SecretRef> CERTIFICATE_KEY =
      Key.of("client_key", Shapes.secret(), "The private key of that certificate, PKCS #8.");
  static final Section SECTION =
      Section.of(ADDRESS, ALSO_HOSTS, NAMESPACE, CA_FILE, CERTIFICATE_FILE, CERTIFICATE_KEY, LOGIN);

  private VaultKeys() {}

  static VaultSettings read(Fields fields) {
    return new VaultSettings(
        fields.value(ADDRESS),
        fields.value(ALSO_HOSTS).orElse(List.of()),
        fields.value(NAMESPACE),
        fields.value(LOGIN).flatMap(VaultKeys::login).orElse(new VaultLogin.TokenOfUser()),
        new VaultSettings.Tls(
            fields.path(CA_FILE),
            fields.path(CERTIFICATE_FILE),
            fields.value(CERTIFICATE_KEY).filter(ref -> isPossible(fields, CERTIFICATE_KEY, ref))));
  }

  private static Optional<VaultLogin> login(Fields login) {
    var ways = List.of(APPROLE, KUBERNETES).stream().filter(login::isWritten).count();
    if (ways + (login.isWritten(TOKEN) ? 1 : 0) != 1) {
      login
          .reading()
          .fault(
              login.at(),
              "must say one way to log in",
              Optional.of("write one of approle, token and kubernetes"));
      return Optional.empty();
    }
    return login
        .value(APPROLE)
        .flatMap(VaultKeys::appRole)
        .or(() -> login.value(KUBERNETES).flatMap(VaultKeys::kubernetes))
        .or(() ->
            login
                .value(TOKEN)
                .filter(ref -> isPossible(login, TOKEN, ref))
                .map(VaultLogin.Token::new));
  }

  private static Optional<VaultLogin> envFile(Fields role) {
    for (var other : List.of(ROLE_ID, SECRET_ID, WRAPPED_SECRET_ID)) {
      if (role.isWritten(other)) {
        role.reading()
            .in(other.name())
            .fault(
                role.at(other),
                "stands beside env_file",
                Optional.of("leave one of them out: the file holds both ids"));
        return Optional.empty();
      }
    }
    return role.path(ENV_FILE)
        .map(file -> new VaultLogin.EnvFile(role.value(MOUNT).orElse("approle"), file));
  }

  private static Optional<VaultLogin> appRole(Fields role) {
    if (role.isWritten(ENV_FILE)) {
      return envFile(role);
    }
    var roleId = required(role, ROLE_ID, "role_id: file:vault-role-id");
    var secretId = role.value(SECRET_ID).filter(ref -> isPossible(role, SECRET_ID, ref));
    var token =
        role.value(WRAPPED_SECRET_ID).filter(ref -> isPossible(role, WRAPPED_SECRET_ID, ref));
    if (token.isPresent() && role.value(ROLE).isEmpty()) {
      required(role, ROLE, "role: holdfast");
      return Optional.empty();
    }
    return roleId
        .filter(ref -> isPossible(role, ROLE_ID, ref))
        .map(id ->
            new VaultLogin.AppRole(
                role.value(MOUNT).orElse("approle"),
                id,
                secretId,
                token.map(ref -> new VaultLogin.Wrapped(ref, role.value(ROLE).orElse("")))));
  }

  private static Optional<VaultLogin> kubernetes(Fields account) {
    return required(account, ROLE, "role: holdfast")
        .map(role ->
            new VaultLogin.Kubernetes(
                account.value(MOUNT).orElse("kubernetes"),
                role,
                account.path(TOKEN_FILE).orElse(VaultLogin.Kubernetes.TOKEN_FILE)));
  }

  private static <T> Optional<T> required(Fields fields, Key<T> key, String example) {
    if (!fields.isWritten(key)) {
      fields.reading().fault(fields.at(), "has no " + key.name(), Optional.of("write " + example));
    }
    return fields.value(key);
  }

  /// What opens the store cannot lie in it.
  private static boolean isPossible(Fields fields, Key<SecretRef> key, SecretRef ref) {
    if (ref.scheme() != SecretRef.Scheme.VAULT) {
      return true;
    }
    fields
        .reading()
        .in(key.name())
        .fault(
            fields.at(key),
            "cannot be kept in Vault, because it opens Vault",
            Optional.of("write file:PATH, systemd:NAME or age:NAME"));
    return false;
  }
}
