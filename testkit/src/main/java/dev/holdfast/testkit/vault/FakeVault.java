package dev.holdfast.testkit.vault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// A strict fake of a Vault server on a free port of 127.0.0.1, in plain HTTP. It refuses what the
/// real one would refuse, and every field and path that it does not know; and it answers once what
/// a test tells it to.
public final class FakeVault implements TestedVault {
  private static final String ROOT = "root-token";
  private static final int BODY_BYTES_MAX = 1 << 22;

  private record Scripted(String beginning, Supplier<FakeAnswer> answer) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakePolicies policies = new FakePolicies();
  private final FakeTokens tokens = new FakeTokens();
  private final Map<String, FakeKv> mounts = new TreeMap<>();
  private final Map<String, FakeDatabase> databases = new TreeMap<>();
  private final Map<String, String> logins = new TreeMap<>();
  private final ConcurrentLinkedDeque<Scripted> scripted = new ConcurrentLinkedDeque<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger present = new AtomicInteger();
  private final AtomicInteger presentMost = new AtomicInteger();
  private volatile boolean sealed;
  private volatile String namespace = "";

  private FakeVault(HttpServer server) {
    this.server = server;
    tokens.grant(ROOT, List.of("root"), 0);
  }

  /// Starts it, empty: no mounts, no logins, one token.
  public static FakeVault start() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var server = HttpServer.create(address, 128);
      var fake = new FakeVault(server);
      server.setExecutor(fake.threads);
      server.createContext("/", fake::handle);
      server.start();
      return fake;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public String rootToken() {
    return ROOT;
  }

  @Override
  public Optional<Path> caFile() {
    return Optional.empty();
  }

  @Override
  public void seal() {
    sealed = true;
  }

  @Override
  public void unseal() {
    sealed = false;
  }

  /// From now on everything it has is in this namespace, and nothing outside.
  public void moveTo(String other) {
    namespace = other;
  }

  /// Answers the next call whose path (below `/v1/`) begins so with this.
  public void answerNext(String beginning, FakeAnswer answer) {
    answerNext(beginning, () -> answer);
  }

  /// Likewise, made when it is needed; whoever makes it may wait.
  public void answerNext(String beginning, Supplier<FakeAnswer> answer) {
    scripted.add(new Scripted(beginning, answer));
  }

  /// All calls so far, as `METHOD path`, oldest first.
  public List<String> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  /// The most calls that it has had at the same time.
  public int presentMost() {
    return presentMost.get();
  }

  /// Whether a token can still be used.
  public boolean isAlive(String token) {
    synchronized (tokens) {
      return tokens.policiesByToken.containsKey(token);
    }
  }

  /// How many tokens exist besides that for everything.
  public int tokensAlive() {
    synchronized (tokens) {
      return tokens.policiesByToken.size() - 1;
    }
  }

  /// Takes every token away that a login made, as if its time had come.
  public void expireLogins() {
    synchronized (tokens) {
      tokens.policiesByToken.keySet().removeIf(token -> token.startsWith("login-"));
    }
  }

  /// Whether a login that the database engine made can still be used.
  public boolean accepts(String user, String password) {
    synchronized (tokens) {
      databases.values().forEach(one -> one.keepOnly(tokens.policiesByToken.keySet()));
      return databases.values().stream().anyMatch(one -> one.accepts(user, password));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    presentMost.accumulateAndGet(present.incrementAndGet(), Math::max);
    try (exchange) {
      var answer = answer(exchange);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    } finally {
      present.decrementAndGet();
    }
  }

  private FakeAnswer answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var headers = exchange.getRequestHeaders();
    if (!path.startsWith("/v1/") || !"true".equals(headers.getFirst("X-Vault-Request"))) {
      return FakeAnswer.errors(400, "not a request of Vault's interface");
    }
    var text =
        new String(exchange.getRequestBody().readNBytes(BODY_BYTES_MAX), StandardCharsets.UTF_8);
    calls.add(exchange.getRequestMethod() + " " + path.substring("/v1/".length()));
    var script =
        scripted.stream()
            .filter(one -> path.startsWith("/v1/" + one.beginning()))
            .findFirst()
            .filter(scripted::remove);
    if (script.isPresent()) {
      return script.get().answer().get();
    }
    if (!namespace.equals(Optional.ofNullable(headers.getFirst("X-Vault-Namespace")).orElse(""))) {
      return FakeAnswer.errors(
          404, "no handler for route \"" + path.substring("/v1/".length()) + "\"");
    }
    try {
      var call =
          new FakeCall(
              exchange.getRequestMethod(),
              path.substring("/v1/".length()),
              Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""),
              text.isEmpty() ? Map.of() : FakeJson.table(text),
              Optional.ofNullable(headers.getFirst("X-Vault-Token")).orElse(""),
              headers.containsKey("X-Vault-Wrap-TTL"));
      synchronized (tokens) {
        return answer(call);
      }
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      return FakeAnswer.errors(400, "strict: " + e.getMessage());
    }
  }

  private FakeAnswer answer(FakeCall call) {
    if (sealed) {
      return FakeAnswer.errors(503, "Vault is sealed");
    }
    var open = tokens.open(call);
    if (open.isPresent()) {
      return open.get();
    }
    var holder = tokens.policiesByToken.get(call.token());
    if (holder == null) {
      return FakeAnswer.errors(403, "permission denied");
    }
    var own = tokens.own(call).or(() -> sight(call, holder));
    if (own.isPresent()) {
      return own.get();
    }
    var can = policies.capabilities(holder, call.path());
    var needed =
        call.isWrite() ? List.of("update", "create", "root") : List.of(call.capability(), "root");
    if (Collections.disjoint(can, needed)) {
      return FakeAnswer.denied();
    }
    var answer = served(call);
    return call.wrap() && answer.status() == 200 ? tokens.wrap(call, answer) : answer;
  }

  /// What tells a token's holder what it may.
  private Optional<FakeAnswer> sight(FakeCall call, List<String> holder) {
    if (call.path().equals("sys/capabilities-self")) {
      call.permit("paths");
      return Optional.of(FakeAnswer.data(policies.capabilities(holder, call.texts("paths"))));
    }
    return call.behind("sys/internal/ui/mounts/").map(path -> mount(path, holder));
  }

  private FakeAnswer mount(String path, List<String> holder) {
    for (var mount : mounts.entrySet()) {
      if (path.startsWith(mount.getKey()) && policies.knowsAnythingBelow(holder, mount.getKey())) {
        return FakeAnswer.data(
            Map.of(
                "path", mount.getKey(),
                "type", "kv",
                "options", Map.of("version", mount.getValue().isVersioned() ? "2" : "1")));
      }
    }
    return FakeAnswer.errors(
        403,
        "preflight capability check returned 403, please ensure client's policies grant access");
  }

  private FakeAnswer served(FakeCall call) {
    for (var mount : mounts.entrySet()) {
      if (call.path().startsWith(mount.getKey())) {
        return mount.getValue().answer(call, call.path().substring(mount.getKey().length()));
      }
    }
    for (var database : databases.entrySet()) {
      if (call.path().startsWith(database.getKey())) {
        return database.getValue().answer(call, call.path().substring(database.getKey().length()));
      }
    }
    return policies
        .answer(call)
        .or(() -> tokens.admin(call))
        .or(() -> system(call))
        .or(() -> leased(call))
        .orElseGet(() ->
            FakeAnswer.errors(
                404, "no handler for route \"" + call.path() + "\". route entry not found."));
  }

  private Optional<FakeAnswer> system(FakeCall call) {
    if (call.path().equals("sys/capabilities") && call.isWrite()) {
      call.permit("token", "paths");
      var holder = tokens.policiesByToken.get(call.text("token"));
      return Optional.of(
          holder == null
              ? FakeAnswer.errors(400, "invalid token")
              : FakeAnswer.data(policies.capabilities(holder, call.texts("paths"))));
    }
    if (call.path().equals("sys/auth") && call.method().equals("GET")) {
      var methods = new LinkedHashMap<String, Object>();
      logins.forEach((path, type) -> methods.put(path + "/", Map.of("type", type)));
      return Optional.of(FakeAnswer.data(methods));
    }
    var auth = call.behind("sys/auth/").filter(_ -> call.isWrite());
    if (auth.isPresent()) {
      if (logins.putIfAbsent(auth.get(), call.text("type")) != null) {
        return Optional.of(FakeAnswer.errors(400, "path is already in use at " + auth.get() + "/"));
      }
      return Optional.of(FakeAnswer.nothing());
    }
    return call.behind("sys/mounts/")
        .filter(_ -> call.isWrite())
        .map(path -> mounted(call, path + "/"));
  }

  private FakeAnswer mounted(FakeCall call, String path) {
    switch (call.text("type")) {
      case "kv" -> mounts.put(path, new FakeKv("2".equals(call.table("options").get("version"))));
      case "database" -> databases.put(path, new FakeDatabase(path));
      default -> throw new IllegalArgumentException("no engine " + call.text("type"));
    }
    return FakeAnswer.nothing();
  }

  private Optional<FakeAnswer> leased(FakeCall call) {
    return call.behind("sys/leases/")
        .map(_ ->
            databases.values().stream()
                .flatMap(database -> database.leased(call).stream())
                .findFirst()
                .orElseGet(() ->
                    call.path().endsWith("/revoke")
                        ? FakeAnswer.nothing()
                        : FakeAnswer.errors(400, "lease not found")));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
