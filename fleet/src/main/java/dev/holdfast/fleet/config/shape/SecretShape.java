package dev.holdfast.fleet.config.shape;

import dev.holdfast.fleet.config.tree.Node;
import dev.holdfast.secrets.SecretRef;
import dev.holdfast.secrets.vault.DatabaseLocator;
import dev.holdfast.secrets.vault.VaultLocator;
import dev.holdfast.secrets.vault.VaultRole;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A secret: only a reference may stand in a configuration, and no message repeats what does.
final class SecretShape implements Shape<SecretRef> {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern ENTRY = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");
  private static final Pattern CREDENTIAL = Pattern.compile("[A-Za-z0-9._@-]+");

  /// What it is for.
  enum Purpose {
    /// The same today and tomorrow.
    KEPT,
    /// A private key, for which something that signs a new one will do.
    KEY,
    /// Needed while a command runs, so that it may end with it.
    LENT
  }

  private final Purpose purpose;

  SecretShape(Purpose purpose) {
    this.purpose = purpose;
  }

  @Override
  public Optional<SecretRef> read(Node node, Reading reading) {
    if (!(node instanceof Node.Scalar scalar) || scalar.kind() != Node.Kind.TEXT) {
      reading.fault(node.at(), "must be a reference to a secret, not " + node.called());
      return Optional.empty();
    }
    var ref = SecretRef.parse(scalar.text());
    if (ref.isEmpty()) {
      reading.fault(
          node.at(),
          "must be a reference (" + Shapes.schemeList() + "), not the secret itself",
          Optional.of(
              "keep it with `holdfast secret set NAME` and write age:NAME, or write file:PATH"));
      return Optional.empty();
    }
    return checked(ref.get(), node, reading);
  }

  private Optional<SecretRef> checked(SecretRef ref, Node node, Reading reading) {
    try {
      check(ref);
      return Optional.of(reading.absolute(ref));
    } catch (IllegalArgumentException e) {
      reading.fault(node.at(), "the reference " + e.getMessage());
      return Optional.empty();
    }
  }

  private void check(SecretRef ref) {
    var name = ref.locator().replace("{target}", "target");
    switch (ref.scheme()) {
      case ENV -> require(VARIABLE, name, "env: needs the name of a variable");
      case AGE -> require(ENTRY, name, "age: needs a name of letters, digits, . _ - and /");
      case SYSTEMD -> require(CREDENTIAL, name, "systemd: needs the name of a credential");
      case CONTAINER -> require(CREDENTIAL, name, "container: needs the name of a secret");
      case VAULT -> VaultLocator.parse(name);
      case VAULT_SSH -> signer(name);
      case VAULT_DB -> login(name);
      case FILE, COMMAND, INLINE -> require(ANY, name, "names nothing after its scheme");
    }
  }

  private void signer(String name) {
    if (purpose != Purpose.KEY) {
      throw new IllegalArgumentException("signs SSH keys, so it can stand only as `key` of a host");
    }
    try {
      VaultRole.parse(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("vault-ssh: " + e.getMessage(), e);
    }
  }

  private void login(String name) {
    if (purpose != Purpose.LENT) {
      throw new IllegalArgumentException(
          "is a login that ends with the command, so it can stand only in `exec.env`");
    }
    DatabaseLocator.parse(name);
  }

  private static final Pattern ANY = Pattern.compile("(?s).*\\S.*");

  private static void require(Pattern pattern, String name, String otherwise) {
    if (!pattern.matcher(name).matches()) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  @Override
  public Map<String, Object> schema() {
    return Shapes.reference();
  }
}
