package dev.holdfast.secrets.vault;

import dev.holdfast.secrets.SecretException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Sends requests and reads answers: follows redirects only to servers that were named, and tries
/// only what may be tried again.
final class VaultHttp implements AutoCloseable {
  /// Wrong now, right later, wherever it comes from.
  private static final Set<Integer> PASSING = Set.of(412, 429, 472, 473, 500, 501, 502, 503, 504);

  /// Sealed or down: not even a login reached what it could lock.
  private static final int NOT_SERVED = 503;

  private static final int TEXT_BYTES_MAX = 300;

  private final VaultServer server;
  private final VaultLimits limits;
  private final VaultPause pause;
  private final HttpClient client;

  VaultHttp(VaultServer server, VaultLimits limits, VaultPause pause) {
    this.server = server;
    this.limits = limits;
    this.pause = pause;
    var builder =
        HttpClient.newBuilder()
            .connectTimeout(limits.connectDeadline())
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .version(
                server.isEncrypted() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    server.tls().ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /// The server, for messages.
  String name() {
    return server.address().toString();
  }

  /// Makes a call; a read is tried again where that may help, a login only if it was never looked
  /// at.
  ///
  /// @throws SecretException if there is no answer, or none that could ever be one
  VaultAnswer call(VaultRequest request) {
    var wait = limits.firstPause();
    for (var attempt = 1; ; attempt++) {
      try {
        var response = directed(request);
        var again = isPassing(request, response.statusCode()) && attempt < limits.triesMax();
        if (!again) {
          return answer(response);
        }
        Arrays.fill(response.body(), (byte) 0);
        pause.during(shorter(asked(response).orElse(wait)));
      } catch (IOException e) {
        if (!mayPass(request, e) || attempt >= limits.triesMax()) {
          throw explained(e);
        }
        pause.during(shorter(wait));
      }
      wait = wait.multipliedBy(2);
      if (Thread.currentThread().isInterrupted()) {
        throw VaultFailure.unreachable(name(), "interrupted");
      }
    }
  }

  /// Whether an answer may be another one later.
  static boolean isPassing(int status) {
    return PASSING.contains(status);
  }

  private static boolean isPassing(VaultRequest request, int status) {
    return request.isRead() ? isPassing(status) : status == NOT_SERVED;
  }

  /// A request that is no read may have done its work although its answer was lost, so only one
  /// that never left is sent again.
  private static boolean mayPass(VaultRequest request, IOException e) {
    if (e instanceof SSLException) {
      return false;
    }
    return request.isRead() || e instanceof ConnectException;
  }

  private static Optional<Duration> asked(HttpResponse<byte[]> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,4}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  private Duration shorter(Duration wanted) {
    return wanted.compareTo(limits.pauseMax()) > 0 ? limits.pauseMax() : wanted;
  }

  private HttpResponse<byte[]> directed(VaultRequest request) throws IOException {
    var to = server.address().resolve("/v1/" + VaultServer.encoded(request.path()));
    for (var hops = 0; hops <= limits.redirectsMax(); hops++) {
      var response = sent(request, to);
      if (response.statusCode() != 307 && response.statusCode() != 308) {
        return response;
      }
      to = next(to, response.headers().firstValue("Location").orElse(""));
    }
    throw VaultFailure.unreachable(name(), "its servers refer to one another in a circle");
  }

  private URI next(URI from, String location) {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException _) {
      throw VaultFailure.strangeRedirect(name(), location);
    }
    if (!server.isNamed(to)) {
      throw VaultFailure.strangeRedirect(name(), String.valueOf(to.getAuthority()));
    }
    return to;
  }

  private HttpResponse<byte[]> sent(VaultRequest request, URI to) throws IOException {
    var body = request.body().map(JsonBody::of).orElse(new byte[0]);
    var builder =
        HttpRequest.newBuilder(to)
            .timeout(limits.answerDeadline())
            .header("X-Vault-Request", "true")
            .header("User-Agent", "holdfast")
            .method(
                request.verb().method(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (body.length > 0) {
      builder.header("Content-Type", "application/json");
    }
    server.namespace().ifPresent(name -> builder.header("X-Vault-Namespace", name));
    request.wrap().ifPresent(ttl -> builder.header("X-Vault-Wrap-TTL", ttl.toSeconds() + "s"));
    request
        .token()
        .ifPresent(token ->
            builder.header(
                "X-Vault-Token",
                token.use(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))));
    try {
      return response(builder.build());
    } catch (IllegalArgumentException _) {
      throw new IOException("the token has characters that no token has");
    } finally {
      Arrays.fill(body, (byte) 0);
    }
  }

  private HttpResponse<byte[]> response(HttpRequest request) throws IOException {
    var handler =
        HttpResponse.BodyHandlers.limiting(
            HttpResponse.BodyHandlers.ofByteArray(), limits.answerBytesMax());
    var answer = client.sendAsync(request, handler);
    try {
      return answer.get(limits.answerDeadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new HttpTimeoutException("no answer");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw VaultFailure.unreachable(name(), "interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException("the request failed");
    }
  }

  private static VaultAnswer answer(HttpResponse<byte[]> response) {
    var bytes = response.body();
    try {
      var body = bytes.length == 0 ? Json.Nothing.NOTHING : JsonReader.read(bytes);
      return new VaultAnswer(response.statusCode(), body, "");
    } catch (UnreadableJsonException e) {
      // An error page may be repeated, a secret that cannot be read may not.
      var text =
          response.statusCode() < 300
              ? String.valueOf(e.getMessage())
              : new String(
                  bytes, 0, Math.min(bytes.length, TEXT_BYTES_MAX), StandardCharsets.UTF_8);
      return new VaultAnswer(response.statusCode(), Json.Nothing.NOTHING, text);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private SecretException explained(IOException e) {
    for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException tls) {
        return VaultFailure.tls(name(), String.valueOf(tls.getMessage()));
      }
      if (cause instanceof UnknownHostException
          || cause instanceof java.nio.channels.UnresolvedAddressException) {
        return VaultFailure.unreachable(name(), "the name does not resolve");
      }
    }
    if (e instanceof HttpTimeoutException) {
      return VaultFailure.unreachable(
          name(), "no answer within " + limits.answerDeadline().toSeconds() + " s");
    }
    if (e instanceof ConnectException) {
      return VaultFailure.unreachable(name(), "nothing listens there");
    }
    var why = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return VaultFailure.unreachable(
        name(),
        why.contains("limit") || why.contains("exceed")
            ? "its answer has more than " + limits.answerBytesMax() + " bytes"
            : VaultFailure.quoted(why));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
