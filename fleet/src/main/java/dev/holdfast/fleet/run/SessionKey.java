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
import java.util.function.Supplier;

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

  /// Locks the controller's copy, and only where there is none, what the repository holds.
  ///
  /// @param asked the key as the repository holds it; none in mode `none`
  static SessionKey of(
      RunContext context,
      RepositorySecrets secrets,
      Optional<OpenedKey> own,
      Supplier<Optional<KeyText>> asked)
      throws RefusedException {
    if (own.isPresent()) {
      return of(context, own.get());
    }
    var text = secrets.passphrase().isEmpty() ? Optional.<KeyText>empty() : asked.get();
    return text.isEmpty()
        ? new SessionKey(context.scope().keep(Key.none()), Optional.empty(), secrets)
        : of(context, OpenedKey.of(context, secrets, text.get()));
  }

  private static SessionKey of(RunContext context, OpenedKey opened) throws RefusedException {
    var once = Base64.getUrlEncoder().withoutPadding().encode(random(context));
    try {
      var blob = opened.blob().locked(once, random(context), ITERATIONS);
      var text = new KeyText(opened.text().repository(), blob);
      return of(context, opened.key(), text, once.clone());
    } finally {
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
