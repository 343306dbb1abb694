package dev.holdfast.secrets.ntfy;

import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import dev.holdfast.secrets.SecretException.Kind;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A server that takes messages from whoever has a token. It is asked once, for what it knows of
/// the token's account (`GET /v1/account`); nobody hears of it.
public final class NtfyServer {
  private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(10);
  private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(15);

  private final URI address;

  /// @param address `https://HOST:PORT`
  public NtfyServer(URI address) {
    this.address = address;
  }

  /// Sees to it that the server knows the token.
  ///
  /// @throws SecretException if it does not, or cannot be asked
  public void requireKnown(Secret token) {
    var status = status(token);
    switch (status) {
      case 200 -> {}
      case 401, 403 ->
          throw new SecretException(
              Kind.LOGIN_REFUSED,
              "%s refuses the token with %d: it is unknown, or has expired"
                  .formatted(address, status),
              "make a new one there (ntfy token add USER) and write it where `ntfy_token` refers to");
      default ->
          throw new SecretException(
              Kind.UNAVAILABLE,
              "%s does not say whether it knows the token, but answers %d"
                  .formatted(address, status),
              "see whether an ntfy server is at that address");
    }
  }

  private int status(Secret token) {
    var request = request(token);
    try (var client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_DEADLINE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      try {
        return client
            .sendAsync(request, HttpResponse.BodyHandlers.discarding())
            .get(ANSWER_DEADLINE.toSeconds(), TimeUnit.SECONDS)
            .statusCode();
      } catch (TimeoutException _) {
        throw unreachable("no answer within " + ANSWER_DEADLINE.toSeconds() + " s");
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw unreachable("interrupted");
      } catch (ExecutionException e) {
        throw unreachable(
            e.getCause() instanceof ConnectException
                ? "nothing listens there"
                : String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
      } finally {
        client.shutdownNow();
      }
    }
  }

  private HttpRequest request(Secret token) {
    try {
      return token.use(bytes ->
          HttpRequest.newBuilder(address.resolve("/v1/account"))
              .timeout(ANSWER_DEADLINE)
              .header("User-Agent", "holdfast")
              .header("Authorization", "Bearer " + new String(bytes, StandardCharsets.ISO_8859_1))
              .build());
    } catch (IllegalArgumentException _) {
      throw new SecretException(
          Kind.UNREADABLE,
          "the token for " + address + " has characters that no token has",
          "correct what `ntfy_token` refers to");
    }
  }

  private SecretException unreachable(String why) {
    return new SecretException(
        Kind.UNREACHABLE,
        "%s cannot be asked whether it knows the token: %s".formatted(address, why),
        "correct `ntfy_server`, or look at that server");
  }
}
