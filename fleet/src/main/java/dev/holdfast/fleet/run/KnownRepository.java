package dev.holdfast.fleet.run;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.fleet.config.Encryption;
import dev.holdfast.guard.RepositoryPins;
import java.nio.charset.StandardCharsets;

/// What the controller knows of a target's repository from before, without asking its host.
final class KnownRepository {
  private KnownRepository() {}

  /// What the ledger says; for a repository that it does not know, the mode that the configuration
  /// says and the id that the kept key names.
  static RepositoryPins pins(RunContext context) {
    return context
        .ledger()
        .state()
        .identity()
        .map(known ->
            RepositoryPins.none()
                .withTypeByte(known.keyType().typeByte())
                .withRepositoryId(known.repository().bytes()))
        .orElseGet(() -> configured(context));
  }

  private static RepositoryPins configured(RunContext context) {
    var repository = context.target().repository();
    var pins = RepositoryPins.none().withTypeByte(typeOf(repository.encryption()).typeByte());
    var kept = repository.key().flatMap(context.ports().secrets()::find);
    if (kept.isEmpty()) {
      return pins;
    }
    try (var key = kept.get()) {
      var text = key.use(bytes -> new String(bytes, StandardCharsets.UTF_8));
      return pins.withRepositoryId(KeyText.parse(text).repository().bytes());
    } catch (RefusedException _) {
      // What is kept is no key; reading the repository back will say so.
      return pins;
    }
  }

  /// The type of the objects of a repository with this encryption.
  static KeyType typeOf(Encryption encryption) {
    return switch (encryption) {
      case NONE -> KeyType.NONE;
      case AUTHENTICATED -> KeyType.AUTHENTICATED;
      case AUTHENTICATED_BLAKE2 -> KeyType.AUTHENTICATED_BLAKE2;
      case REPOKEY -> KeyType.REPOKEY;
      case REPOKEY_BLAKE2 -> KeyType.REPOKEY_BLAKE2;
      case KEYFILE -> KeyType.KEYFILE;
      case KEYFILE_BLAKE2 -> KeyType.KEYFILE_BLAKE2;
    };
  }
}
