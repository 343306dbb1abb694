package dev.holdfast.secrets.ntfy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.secrets.Secret;
import dev.holdfast.secrets.SecretException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NtfyServerTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private int status = 200;
  private HttpServer server;
  private URI address;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          "%s %s %s"
              .formatted(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI(),
                  exchange.getRequestHeaders().getFirst("Authorization")));
      exchange.getResponseHeaders().add("Location", address + "/elsewhere");
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private void ask(String token) {
    try (var secret = Secret.takeOver(token.getBytes(StandardCharsets.UTF_8))) {
      new NtfyServer(address).requireKnown(secret);
    }
  }

  private void assertRefused(String token, SecretException.Kind kind, String words) {
    assertThatThrownBy(() -> ask(token))
        .isInstanceOfSatisfying(
            SecretException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.getMessage()).contains(words).doesNotContain("tk_");
              assertThat(e.nextStep()).isNotEmpty();
            });
  }

  @Test
  void a_token_that_the_server_knows_is_fine_and_nothing_is_published() {
    ask("tk_right");
    assertThat(asked).containsExactly("GET /v1/account Bearer tk_right");
  }

  @Test
  void a_token_that_it_does_not_know_is_refused_and_tried_once() {
    status = 401;
    assertRefused("tk_old", SecretException.Kind.LOGIN_REFUSED, "refuses the token with 401");
    assertThat(asked).hasSize(1);
  }

  @Test
  void what_is_no_such_server_is_said_and_the_token_goes_nowhere_else() {
    status = 302;
    assertRefused("tk_right", SecretException.Kind.UNAVAILABLE, "answers 302");
    assertThat(asked).hasSize(1);
  }

  @Test
  void nobody_at_the_address_is_said() {
    server.stop(0);
    assertRefused("tk_right", SecretException.Kind.UNREACHABLE, "nothing listens there");
  }

  @Test
  void a_token_that_would_be_two_headers_is_not_sent() {
    assertRefused("tk_a\r\nX-Other: b", SecretException.Kind.UNREADABLE, "characters");
    assertThat(asked).isEmpty();
  }
}
