package dev.holdfast.secrets;

import java.util.Locale;
import java.util.Optional;

/// Names a secret without holding it: `scheme:locator`.
///
/// @param scheme which provider opens it
/// @param locator what the provider is asked for; never the secret itself
public record SecretRef(Scheme scheme, String locator) {
  /// The kinds of references.
  public enum Scheme {
    /// A variable of the controller's environment.
    ENV,
    /// A file that only its owner can read.
    FILE,
    /// A systemd credential.
    SYSTEMD,
    /// A secret that the container's runtime has mounted.
    CONTAINER,
    /// The output of a command.
    COMMAND,
    /// An entry of the age-encrypted store.
    AGE,
    /// A field in HashiCorp Vault or OpenBao.
    VAULT,
    /// A role of Vault's SSH engine: no secret, but certificates for keys of one run.
    VAULT_SSH,
    /// A login that Vault's database engine makes for this process, and ends with it.
    VAULT_DB,
    /// Written in the configuration itself.
    INLINE;

    /// As it is written.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// Reads `scheme:locator`; empty where the text does not start with a known scheme.
  public static Optional<SecretRef> parse(String text) {
    var colon = text.indexOf(':');
    if (colon <= 0) {
      return Optional.empty();
    }
    var name = text.substring(0, colon);
    for (var scheme : Scheme.values()) {
      if (scheme != Scheme.INLINE && scheme.word().equals(name)) {
        return Optional.of(new SecretRef(scheme, text.substring(colon + 1)));
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return scheme.word() + ":" + locator;
  }
}
