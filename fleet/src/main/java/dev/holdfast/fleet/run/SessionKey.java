package dev.holdfast.fleet.run;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.secrets.Secret;
import dev.holdfast.wire.Raw;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The key of one session: open for the guard, and locked anew for the client, under a passphrase
/// that opens nothing else. The client never learns the repository's passphrase.
///
/// @param key for the guard
/// @param answer what the guard answers when the client asks the repository for its key
/// @param secrets what the client is given
record SessionKey(Key key, Optional<Raw> answer, RepositorySecrets secrets) {
  private static final int RANDOM_BYTES = 32;

  /// A passphrase of 256 random bits cannot be tried, however quick each attempt is.
  private static final int ITERATIONS = 1_000;

  /// Opens and locks; slow on purpose of the key that is opened.
  ///
  /// @param locked the key as it is kept or as the repository holds it; none in mode `none`
  static SessionKey of(RunContext context, RepositorySecrets secrets, Optional<KeyText> locked)
      throws RefusedException {
    if (locked.isEmpty() || secrets.passphrase().isEmpty()) {
      return new SessionKey(context.scope().keep(Key.none()), Optional.empty(), secrets);
    }
    var type = KnownRepository.typeOf(context.target().repository().encryption());
    var passphrase = secrets.passphrase().get().use(byte[]::clone);
    var once = Base64.getUrlEncoder().withoutPadding().encode(random(context));
    try {
      var text = locked.get();
      var key = context.scope().keep(text.blob().unlock(type, text.repository(), passphrase));
      var blob = text.blob().relocked(passphrase, once, random(context), ITERATIONS);
      return of(context, key, new KeyText(text.repository(), blob), once.clone());
    } finally {
      Arrays.fill(passphrase, (byte) 0);
      Arrays.fill(once, (byte) 0);
    }
  }

  private static SessionKey of(RunContext context, Key key, KeyText text, byte[] once) {
    var passphrase = Optional.of(context.scope().keep(Secret.takeOver(once)));
    return switch (key.type().place()) {
      case REPOSITORY ->
          new SessionKey(
              key,
              Optional.of(Raw.of(text.blob().text())),
              new RepositorySecrets(passphrase, Optional.empty()));
      case KEY_FILE -> {
        var file = Secret.takeOver(text.text().getBytes(StandardCharsets.UTF_8));
        yield new SessionKey(
            key,
            Optional.empty(),
            new RepositorySecrets(passphrase, Optional.of(context.scope().keep(file))));
      }
      case NOWHERE -> throw new IllegalArgumentException("a repository without key has no text");
    };
  }

  private static byte[] random(RunContext context) {
    var bytes = new byte[RANDOM_BYTES];
    context.ports().random().nextBytes(bytes);
    return bytes;
  }
}
