package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.KeySigner;
import dev.holdfast.secrets.SecretProvider;
import dev.holdfast.secrets.SecretRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A Vault or OpenBao server, as one process uses it. Nothing is sent before something is asked;
/// then there is one login, which is ended when this is closed.
public final class Vault implements AutoCloseable {
  /// Only the login has to happen within it; a connection may last longer.
  private static final Duration CERTIFICATE_LIFE = Duration.ofMinutes(5);

  private final VaultSettings settings;
  private final VaultLimits limits;
  private final VaultWorld world;
  private Optional<Opened> opened = Optional.empty();

  /// What exists once the server was needed.
  private record Opened(
      VaultSession session, VaultKv kv, VaultSecrets secrets, VaultDatabase database) {}

  /// @param settings where it is and who we are
  public Vault(VaultSettings settings, VaultLimits limits, VaultWorld world) {
    this.settings = settings;
    this.limits = limits;
    this.world = world;
  }

  /// What opens `vault:` references.
  public SecretProvider secrets() {
    return new LateSecrets(SecretRef.Scheme.VAULT, () -> opened().secrets());
  }

  /// What opens `vault-db:` references.
  public SecretProvider logins() {
    return new LateSecrets(SecretRef.Scheme.VAULT_DB, () -> opened().database());
  }

  /// Ends the logins that `vault-db:` references led to; [#close] does it, too.
  ///
  /// @return a sentence for each that could not be ended or kept; nothing is thrown
  public synchronized List<String> endLogins() {
    return opened.map(open -> uninterrupted(open.database()::end)).orElseGet(List::of);
  }

  /// What signs keys.
  public VaultSsh ssh() {
    return new VaultSsh(opened().session());
  }

  /// What `vault-ssh:MOUNT/ROLE` references lead to.
  public KeySigner signer() {
    return (locator, publicKey, user) -> {
      var role = VaultRole.parse(locator);
      return ssh().sign(new VaultSsh.Order(role, publicKey, List.of(user), CERTIFICATE_LIFE, ""));
    };
  }

  /// What makes policies and roles.
  public VaultSetup setup() {
    return new VaultSetup(opened().session(), opened().kv());
  }

  /// What tells what this login may do.
  public VaultCheck check() {
    return new VaultCheck(opened().session(), opened().kv());
  }

  private synchronized Opened opened() {
    if (opened.isEmpty()) {
      var server = VaultServer.of(settings, world.with(settings.login()));
      var http = new VaultHttp(server, limits, world.pause());
      var session = new VaultSession(http, settings.login(), world);
      var kv = new VaultKv(session);
      opened =
          Optional.of(
              new Opened(
                  session,
                  kv,
                  new VaultSecrets(kv, limits.readsMax()),
                  new VaultDatabase(session)));
    }
    return opened.get();
  }

  @Override
  public synchronized void close() {
    endLogins();
    opened.ifPresent(open -> {
      open.secrets().close();
      uninterrupted(() -> {
        open.session().close();
        return true;
      });
    });
    opened = Optional.empty();
  }

  /// What the server is told at the end is told by a thread that was interrupted, too.
  private static <T> T uninterrupted(Supplier<T> work) {
    var interrupted = Thread.interrupted();
    try {
      return work.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
