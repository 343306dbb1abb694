package dev.holdfast.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands where an ntfy server would: takes messages from who has the token, as its `Bearer` or as
/// a password without a user, and answers everybody else as ntfy does.
final class NtfyListener implements AutoCloseable {
  private static final int MESSAGE_BYTES_MAX = 4096;
  private static final String UNAUTHORIZED =
      "{\"code\":40101,\"http\":401,\"error\":\"unauthorized\"}\n";

  private final HttpServer server;
  private final List<String> accepted;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> refused = new CopyOnWriteArrayList<>();

  private NtfyListener(String token) throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var password =
        Base64.getEncoder().encodeToString((":" + token).getBytes(StandardCharsets.UTF_8));
    this.accepted = List.of("Bearer " + token, "Basic " + password);
    server.createContext("/", this::answer);
  }

  static NtfyListener start(String token) throws IOException {
    var listener = new NtfyListener(token);
    listener.server.start();
    return listener;
  }

  /// Where clients find it.
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What it was told so far, each as `/topic: title`, and forgets it.
  List<String> heard() {
    return taken(heard);
  }

  /// Whom it has turned away so far, each as `/topic`, and forgets them.
  List<String> refused() {
    return taken(refused);
  }

  private static List<String> taken(List<String> list) {
    var copy = List.copyOf(list);
    list.removeAll(copy);
    return copy;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readNBytes(MESSAGE_BYTES_MAX);
      var headers = exchange.getRequestHeaders();
      var topic = exchange.getRequestURI().getPath();
      var known = accepted.contains(headers.getFirst("Authorization"));
      if (known) {
        heard.add(topic + ": " + headers.getFirst("X-Title"));
      } else {
        refused.add(topic);
      }
      var answer = (known ? "{\"id\":\"1\"}\n" : UNAUTHORIZED).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
