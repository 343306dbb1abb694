package dev.holdfast.fleet.run;

import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.key.KeyBlob;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.repository.KeyChoice;
import dev.holdfast.borg.repository.Opening;
import dev.holdfast.borg.repository.RepositoryException;
import dev.holdfast.borg.repository.RepositoryReader;
import dev.holdfast.borg.repository.ServeClient;
import dev.holdfast.fleet.failure.FleetException;
import dev.holdfast.fleet.host.HostConnection;
import dev.holdfast.fleet.ledger.Shown;
import dev.holdfast.fleet.ledger.ShownKey;
import dev.holdfast.guard.OpenedRepository;
import dev.holdfast.secrets.Secret;
import dev.holdfast.wire.Duplex;
import dev.holdfast.wire.Raw;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The controller reads a target's repository with its own eyes, through a `borg serve` of its own.
/// Good for one question.
final class RepositoryReading {
  /// For everything after the lock was taken: a manifest and a few objects.
  private static final Duration READING = Duration.ofMinutes(5);

  /// Whoever waits longer than this is told what for.
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final RunContext context;
  private final HostConnection host;
  private @Nullable CompletableFuture<ServeProcess> serve;
  private Duration reading = READING;
  private boolean judged = true;
  private Set<ArchiveName> over = Set.of();
  private CompletableFuture<Optional<OpenedKey>> own =
      CompletableFuture.completedFuture(Optional.empty());

  RepositoryReading(RunContext context, HostConnection host) {
    this.context = context;
    this.host = host;
  }

  /// Starts `borg serve` ahead of the first question; nothing is opened yet.
  void begin() {
    serve = ServeProcess.ahead(context, host);
  }

  /// Asks a `borg serve` that somebody else has started.
  RepositoryReading over(CompletableFuture<ServeProcess> started) {
    serve = started;
    return this;
  }

  /// Uses the controller's copy of the key once it is open; where there is none, the repository is
  /// asked as always.
  RepositoryReading with(CompletableFuture<Optional<OpenedKey>> own) {
    this.own = own;
    return this;
  }

  /// For a question that takes longer.
  ///
  /// @param reading for everything after the lock was taken
  RepositoryReading within(Duration reading) {
    this.reading = reading;
    return this;
  }

  /// For whoever takes a repository as it is: that the ledger knows another is no finding.
  RepositoryReading asItIs() {
    judged = false;
    return this;
  }

  /// Something that is read from an open repository.
  @FunctionalInterface
  interface Question<T> {
    T ask(RepositoryReader reader) throws IOException, RefusedException;
  }

  /// Sees whether it opens and can be read.
  void open(RepositorySecrets secrets) {
    var _ = ask(secrets, RepositoryReader::manifest);
  }

  /// What the controller sees before a session.
  ///
  /// @param own its own copy of the key, where it has one that opens
  /// @param lockedKey that of its own copy, or of the repository; empty in mode `none`
  record FirstLook(Shown shown, Optional<OpenedKey> own, Optional<KeyText> lockedKey) {
    /// What the session is given; slow on purpose where there is no copy of its own.
    SessionKey sessionKey(RunContext context, RepositorySecrets secrets) {
      var locking =
          context.scope().fork(() -> SessionKey.of(context, secrets, own, this::lockedKey));
      return RunScope.await(locking, READING, "unlocking the key");
    }
  }

  /// What the ledger compares, and the key for the guard of the session.
  FirstLook firstLook(RepositorySecrets secrets) {
    return ask(secrets, this::firstLook);
  }

  private FirstLook firstLook(RepositoryReader reader) throws IOException {
    var opened = RunScope.await(own, READING, "unlocking the key");
    return new FirstLook(shown(reader), opened, reader.lockedKey());
  }

  /// What the controller sees in a repository that stays open, and locked, for the session.
  ///
  /// @param repository for the guard
  record FirstLookInside(FirstLook look, OpenedRepository repository) {}

  /// The same at the beginning of a session that writes: its `borg serve` stays open if all is
  /// well.
  FirstLookInside firstLookInside(RepositorySecrets secrets) {
    var process = process();
    try {
      return asked(
          process,
          secrets,
          ServeClient::openToWrite,
          (reader, client) -> {
            var look = firstLook(reader);
            client.handOver();
            var id = Raw.of(client.repositoryId().bytes());
            return new FirstLookInside(look, new OpenedRepository(client.serverVersion(), id));
          });
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /// Everything that the ledger compares.
  Shown shown(RepositorySecrets secrets) {
    return ask(secrets, this::shown);
  }

  private Shown shown(RepositoryReader reader) throws IOException {
    return new Shown(reader.repositoryId(), reader.keyType(), key(reader), reader.manifest(), over);
  }

  /// A repository that holds its key is asked for it, whichever copy was used: it must not be
  /// replaced behind our back.
  private static ShownKey key(RepositoryReader reader) throws IOException {
    return switch (reader.keyType().place()) {
      case NOWHERE -> new ShownKey.None();
      case KEY_FILE -> readable(reader.lockedKey().orElseThrow().blob());
      case REPOSITORY -> stored(reader.storedKey());
    };
  }

  private static ShownKey stored(String text) {
    try {
      return readable(KeyBlob.parse(text));
    } catch (RefusedException _) {
      return new ShownKey.Unreadable();
    }
  }

  private static ShownKey readable(KeyBlob blob) {
    return new ShownKey.Present(blob.fingerprint());
  }

  /// Proves the list and every archive's metadata, and if they are as expected has the host remove
  /// what was stored and never committed.
  ///
  /// @param expected throws if what the host shows is something else
  void dropUncommitted(RepositorySecrets secrets, Consumer<Shown> expected) {
    var _ =
        write(
            secrets,
            (reader, client) -> {
              expected.accept(shown(reader));
              reader.proveArchives();
              client.dropUncommitted(context.ports().nobodysId());
              return true;
            });
  }

  /// The archive of this name, if it exists, with what the ledger compares.
  ReadBack readBack(String name, RepositorySecrets secrets) {
    return ask(
        secrets,
        reader -> {
          var entry =
              reader.manifest().archives().stream()
                  .filter(archive -> archive.name().value().equals(name))
                  .findAny();
          var archive =
              entry.isEmpty()
                  ? Optional.<ArchiveMetadata>empty()
                  : Optional.of(reader.archive(entry.get()));
          return new ReadBack(shown(reader), archive);
        });
  }

  /// What the controller has seen after a session.
  record ReadBack(Shown shown, Optional<ArchiveMetadata> archive) {}

  /// The locked key as the repository holds it; empty in modes without one.
  Optional<KeyText> lockedKey(RepositorySecrets secrets) {
    return ask(secrets, RepositoryReader::lockedKey);
  }

  /// Something that is done with a repository that nobody else uses meanwhile.
  @FunctionalInterface
  interface Change<T> {
    T make(RepositoryReader reader, ServeClient client) throws IOException, RefusedException;
  }

  /// Opens the repository, asks, and ends the session.
  <T> T ask(RepositorySecrets secrets, Question<T> question) {
    return run(secrets, ServeClient::open, (reader, _) -> question.ask(reader));
  }

  /// The same under the exclusive lock.
  <T> T write(RepositorySecrets secrets, Change<T> change) {
    return run(secrets, ServeClient::openToWrite, change);
  }

  @FunctionalInterface
  private interface Access {
    ServeClient open(Duplex serve, Opening opening) throws IOException;
  }

  private <T> T run(RepositorySecrets secrets, Access access, Change<T> change) {
    var process = process();
    try {
      return asked(process, secrets, access, change);
    } finally {
      process.close();
    }
  }

  private ServeProcess process() {
    var started = serve == null ? ServeProcess.ahead(context, host) : serve;
    return RunScope.await(started, context.limits().connectDeadline(), "starting borg serve");
  }

  private <T> T asked(
      ServeProcess process, RepositorySecrets secrets, Access access, Change<T> change) {
    var answer = context.scope().fork(() -> answer(process, secrets, access, change));
    try {
      if (!RunScope.isDoneWithin(answer, QUIET)) {
        context.log().step(patience());
      }
      return RunScope.await(answer, deadline(), "reading the repository");
    } catch (FleetException e) {
      throw e;
    } catch (CompletionException e) {
      throw explain(e, process);
    }
  }

  private String patience() {
    return "waiting for the repository, whose lock another session may hold; the lock is waited for up to %d s"
        .formatted(context.target().policy().lockWait().toSeconds());
  }

  /// How long reading may take.
  Duration deadline() {
    return context.target().policy().lockWait().plus(reading);
  }

  private <T> T answer(
      ServeProcess process, RepositorySecrets secrets, Access access, Change<T> change)
      throws IOException, RefusedException {
    over = new KnownOpening(context).started();
    var repository = context.target().repository();
    var opening = new Opening(repository.path(), true, context.target().policy().lockWait());
    var passphrase =
        secrets.passphrase().map(s -> s.use(byte[]::clone)).orElseGet(() -> new byte[0]);
    try (var client = opened(() -> access.open(process, opening));
        var reader = judgedReader(client, passphrase, secrets)) {
      return change.make(reader, client);
    } finally {
      Arrays.fill(passphrase, (byte) 0);
    }
  }

  @FunctionalInterface
  private interface Opened<T> {
    T open() throws IOException, RefusedException;
  }

  private <T> T opened(Opened<T> opening) throws IOException, RefusedException {
    try {
      return opening.open();
    } catch (RepositoryException e) {
      var finding = judged ? new KnownOpening(context).of(e) : Optional.<FleetException>empty();
      if (finding.isPresent()) {
        throw finding.get();
      }
      throw e;
    }
  }

  private RepositoryReader judgedReader(
      ServeClient client, byte[] passphrase, RepositorySecrets secrets)
      throws IOException, RefusedException {
    if (judged) {
      new KnownOpening(context).requireSame(client.repositoryId());
    }
    try {
      return opened(() -> reader(client, passphrase, secrets));
    } catch (RefusedException e) {
      var finding =
          judged ? new KnownOpening(context).of(e, client) : Optional.<FleetException>empty();
      if (finding.isPresent()) {
        throw finding.get();
      }
      throw e;
    }
  }

  private RepositoryReader reader(ServeClient client, byte[] passphrase, RepositorySecrets secrets)
      throws IOException, RefusedException {
    var opened = RunScope.await(own, READING, "unlocking the key");
    return opened.isPresent()
        ? RepositoryReader.open(client, opened.get().text(), opened.get().key())
        : RepositoryReader.open(client, passphrase, choice(secrets));
  }

  /// The mode is pinned to the configured one: a repository that suddenly has another is not ours.
  private KeyChoice choice(RepositorySecrets secrets) throws RefusedException {
    var text = secrets.keyFile().map(RepositoryReading::textOf);
    var choice =
        text.isPresent() ? KeyChoice.of(KeyText.parse(text.get())) : KeyChoice.fromRepository();
    return choice.pinned(KnownRepository.typeOf(context.target().repository().encryption()));
  }

  private static String textOf(Secret key) {
    return key.use(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  private FleetException explain(Exception failure, ServeProcess process) {
    var target = context.target();
    return switch (failure.getCause()) {
      case RepositoryException e -> {
        var known = new KnownOpening(context).isKnown();
        yield RepositoryTrouble.of(e, target, known, process.lastWords());
      }
      case RefusedException e -> RepositoryTrouble.of(e, target);
      case IOException e -> RepositoryTrouble.lost(e, target, process.lastWords());
      case null, default ->
          throw new IllegalStateException("reading a repository failed unexpectedly", failure);
    };
  }
}
