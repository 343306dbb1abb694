package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretException.Kind;
import java.util.Locale;
import java.util.regex.Pattern;

/// The catalogue: what a server's answer means, and what to do about it. No sentence repeats a
/// secret; what the server says is quoted only where it says something of its own.
final class VaultFailure {
  private static final int QUOTE_CHARACTERS_MAX = 300;
  private static final Pattern SOURCE = Pattern.compile("source address \\\\?\"([^\"\\\\]+)");

  /// How its side of TLS says so.
  private static final Pattern REFUSES_OURS =
      Pattern.compile(
          "fatal alert: (certificate_required|bad_certificate|unknown_ca|certificate_unknown"
              + "|certificate_expired|unsupported_certificate|access_denied)");

  private VaultFailure() {}

  /// There is no address anywhere.
  static SecretException noAddress() {
    return new SecretException(
        Kind.UNCONFIGURED,
        "the address of Vault is not set, and none is assumed",
        "write secrets.vault.address into the configuration, or set BAO_ADDR or VAULT_ADDR");
  }

  /// An address that cannot be used.
  static SecretException badAddress(String where, String problem) {
    return new SecretException(
        Kind.UNCONFIGURED,
        where + " " + problem,
        "write https://HOST:PORT, nothing after the port");
  }

  /// A namespace that is none.
  static SecretException badNamespace(String problem) {
    return new SecretException(
        Kind.UNCONFIGURED,
        "the namespace of Vault " + problem,
        "correct secrets.vault.namespace, BAO_NAMESPACE or VAULT_NAMESPACE");
  }

  /// A path that would lead elsewhere.
  static SecretException badPath(String path) {
    return new SecretException(
        Kind.UNCONFIGURED,
        "Vault cannot be asked for '" + quoted(path) + "': a path " + VaultPath.RULE,
        "correct the reference, or `mount` and `role` in secrets.vault.login");
  }

  /// No connection, or no whole answer.
  static SecretException unreachable(String server, String why) {
    return new SecretException(
        Kind.UNREACHABLE,
        "Vault at " + server + " cannot be reached: " + why,
        "check the address and the network, for example with `curl " + server + "/v1/sys/health`");
  }

  /// The certificate is not one that we trust, or there is no TLS at all.
  static SecretException tls(String server, String why) {
    if (REFUSES_OURS.matcher(why).find()) {
      return new SecretException(
          Kind.UNTRUSTED,
          "Vault at "
              + server
              + " wants a certificate of the controller, and does not accept what it was shown ("
              + quoted(why)
              + ")",
          "write one that it trusts to secrets.vault.client_certificate_file and client_key");
    }
    return why.contains("plaintext connection") || why.contains("Unsupported or unrecognized SSL")
        ? new SecretException(
            Kind.UNCONFIGURED,
            "Vault at " + server + " speaks plain HTTP, but the address says https",
            "enable TLS on the server; plain http:// is possible on loopback only")
        : new SecretException(
            Kind.UNTRUSTED,
            "Vault at " + server + " shows a certificate that cannot be trusted: " + quoted(why),
            "write the PEM file of its authority to secrets.vault.ca_file, and use a name of the"
                + " certificate as address");
  }

  /// The server sends us to a host that nobody named.
  static SecretException strangeRedirect(String server, String host) {
    return new SecretException(
        Kind.UNTRUSTED,
        "Vault at "
            + server
            + " refers to "
            + quoted(host)
            + ", which the configuration does not"
            + " name; the token was not sent there",
        "if that server is yours, add it to secrets.vault.also_hosts");
  }

  /// Whether a login's role id or secret id is not good; older servers say so with status 500.
  static boolean isWrongProof(VaultAnswer answer) {
    var said = answer.errors().toLowerCase(Locale.ROOT);
    return said.contains("invalid role or secret id")
        || said.contains("invalid secret id")
        || said.contains("invalid role id")
        || said.contains("failed to validate secretid");
  }

  /// What a login was answered.
  static SecretException login(VaultRequest request, VaultAnswer answer) {
    var method = "login at " + request.path();
    var source = SOURCE.matcher(answer.errors());
    if (source.find()) {
      return new SecretException(
          Kind.LOGIN_REFUSED,
          method
              + ": Vault does not accept it from "
              + source.group(1)
              + ", which is the address it saw",
          "allow that address (`secret_id_bound_cidrs`, `token_bound_cidrs` or the secret id's own"
              + " list), or go out by another; with a proxy or NAT it is the proxy's");
    }
    if (isWrongProof(answer)) {
      return new SecretException(
          Kind.LOGIN_REFUSED,
          method
              + ": the role id or the secret id is wrong, used up, expired or deleted; Vault"
              + " does not say which",
          "make a new secret id (`holdfast vault setup --yes --new-secret-id`) and put it where"
              + " secret_id refers to; it was not tried again, because several wrong logins lock"
              + " the role");
    }
    if (answer.says("missing role_id") || answer.says("missing secret_id")) {
      return new SecretException(
          Kind.LOGIN_REFUSED,
          method + ": the server wants a role id and a secret id",
          "write both into secrets.vault.login.approle");
    }
    if (answer.status() == 403) {
      return new SecretException(
          Kind.LOGIN_REFUSED,
          method + ": permission denied",
          "the role may be locked for some minutes after wrong logins (`bao read"
              + " sys/locked-users`), the mount may be another, or the namespace; it was not tried"
              + " again");
    }
    if (answer.status() == 404 || answer.says("no handler for route")) {
      return new SecretException(
          Kind.LOGIN_REFUSED,
          method + ": there is no such login method",
          "check `mount` in secrets.vault.login, and the namespace (`bao auth list`)");
    }
    return other(request, answer, Kind.LOGIN_REFUSED);
  }

  /// The token is no longer, or not yet, one.
  static SecretException token(String whose) {
    return new SecretException(
        Kind.LOGIN_REFUSED,
        whose + " is expired, revoked, or used from an address that it is not bound to",
        "make a new one, or let Holdfast log in itself (secrets.vault.login)");
  }

  /// A policy says no.
  ///
  /// @param has what the token may do there; empty if that is not known
  static SecretException denied(VaultRequest request, String needed, String has) {
    return new SecretException(
        Kind.DENIED,
        "Vault denies "
            + needed
            + " on "
            + request.path().replaceFirst("\\?.*", "")
            + (has.isEmpty() ? "" : "; the token may: " + has),
        "check the path, and give the policy: path \""
            + request.path().replaceFirst("\\?.*", "")
            + "\" { capabilities = [\""
            + needed
            + "\"] }");
  }

  /// Sealed, standby, not initialised, over its quota: it passes, with or without a person.
  static SecretException unavailable(String server, VaultAnswer answer) {
    var said = answer.errors();
    if (answer.status() == 429) {
      return new SecretException(
          Kind.UNAVAILABLE,
          "Vault at " + server + " answers too many requests: " + quoted(said),
          "wait, or raise the rate limit quota (`bao read sys/quotas/config`)");
    }
    if (answer.status() == 412) {
      return new SecretException(
          Kind.UNAVAILABLE,
          "Vault at " + server + " has not caught up with its cluster",
          "run it again; name the active server as address if it stays so");
    }
    if (answer.status() == 501 || said.contains("not initialized")) {
      return new SecretException(
          Kind.UNAVAILABLE, "Vault at " + server + " is not initialised", "`bao operator init`");
    }
    if (said.contains("namespace is sealed")) {
      return new SecretException(
          Kind.UNAVAILABLE,
          "the namespace is sealed in Vault at " + server,
          "unseal it (`bao namespace unseal`)");
    }
    if (said.contains("sealed")) {
      return new SecretException(
          Kind.UNAVAILABLE,
          "Vault at " + server + " is sealed",
          "unseal it (`bao operator unseal`) and see why it was sealed or restarted");
    }
    if (answer.status() == 472 || answer.status() == 473 || said.contains("standby")) {
      return new SecretException(
          Kind.UNAVAILABLE,
          "Vault at " + server + " is a standby and knows no active server",
          "look at the cluster (`bao status`); name the active server as address");
    }
    return new SecretException(
        Kind.UNAVAILABLE,
        "Vault at "
            + server
            + " has an error of its own ("
            + answer.status()
            + "): "
            + quoted(said),
        "look at its log (`journalctl -u openbao`)");
  }

  /// A token for one use was used, or is not the one that was promised.
  static SecretException intercepted(String why) {
    return new SecretException(
        Kind.INTERCEPTED,
        "the wrapped secret id " + why + ": somebody may have opened it on its way",
        "find out who; destroy the secret ids of the role (`bao list auth/approle/role/NAME/secret-id`),"
            + " then deliver a new one (`holdfast vault setup --yes --new-secret-id`)");
  }

  /// Anything that the catalogue has no row for.
  static SecretException other(VaultRequest request, VaultAnswer answer, Kind kind) {
    if (answer.says("HTTP request to an HTTPS server")) {
      return new SecretException(
          Kind.UNCONFIGURED,
          "Vault speaks TLS, but its address says http",
          "write https:// in secrets.vault.address, BAO_ADDR or VAULT_ADDR");
    }
    var said = answer.errors();
    return new SecretException(
        kind,
        "Vault answered "
            + request.path()
            + " with "
            + answer.status()
            + (said.isEmpty() ? "" : ": " + quoted(said)),
        "look at the path and at the server's log");
  }

  static String quoted(String text) {
    var line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= QUOTE_CHARACTERS_MAX
        ? line
        : line.substring(0, QUOTE_CHARACTERS_MAX) + "…";
  }
}
