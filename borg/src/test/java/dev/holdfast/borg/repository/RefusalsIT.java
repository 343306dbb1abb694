package dev.holdfast.borg.repository;

import static dev.holdfast.borg.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.borg.Damage;
import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.Recorded;
import dev.holdfast.borg.Refusal;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes wrong with a real `borg serve` is told apart, and nothing hangs.
final class RefusalsIT {
  @TempDir Path directory;

  static Stream<Arguments> borgs() {
    return RealBorg.all().stream().map(borg -> Arguments.argumentSet(borg.version(), borg));
  }

  @ParameterizedTest
  @MethodSource("borgs")
  void a_key_opens_with_its_passphrase_and_in_its_repository_only(RealBorg borg)
      throws IOException, RefusedException {
    RealRepository repository = RealRepository.init(borg, directory, "repokey");
    try (ServeClient client = repository.open()) {
      byte[] wrong = "another passphrase".getBytes(StandardCharsets.UTF_8);
      refused(
          Refusal.WRONG_PASSPHRASE,
          () -> RepositoryReader.open(client, wrong, KeyChoice.fromRepository()));
      KeyText foreign = KeyText.parse(Recorded.of(KeyType.REPOKEY).keyText());
      refused(
          Refusal.WRONG_REPOSITORY,
          () -> RepositoryReader.open(client, RealRepository.passphrase(), KeyChoice.of(foreign)));
      refused(
          Refusal.WRONG_KEY_TYPE,
          () ->
              RepositoryReader.open(
                  client,
                  RealRepository.passphrase(),
                  KeyChoice.fromRepository().pinned(KeyType.REPOKEY_BLAKE2)));
      assertTamperedManifestIsRefused(client);
    }
  }

  /// The repository host hands out a damaged manifest.
  private static void assertTamperedManifestIsRefused(ServeClient client) {
    Damage damage = new Damage(17);
    for (int round = 0; round < 20; round++) {
      RepositoryCalls tampering = new Tampering(client, damage);
      RefusedException refused =
          catchThrowableOfType(
              RefusedException.class,
              () ->
                  RepositoryReader.open(
                      tampering, RealRepository.passphrase(), KeyChoice.fromRepository()));
      assertThat(refused).isNotNull();
      assertThat(refused.refusal())
          .isIn(
              Refusal.NOT_AUTHENTIC,
              Refusal.WRONG_KEY_TYPE,
              Refusal.MALFORMED,
              Refusal.NO_KEY,
              Refusal.UNSUPPORTED);
    }
  }

  private record Tampering(RepositoryCalls honest, Damage damage) implements RepositoryCalls {
    @Override
    public ObjectId repositoryId() {
      return honest.repositoryId();
    }

    @Override
    public byte[] get(ObjectId id) throws IOException {
      return damage.inflict(honest.get(id));
    }

    @Override
    public String loadKey() throws IOException {
      return honest.loadKey();
    }

    @Override
    public void ids(Consumer<ObjectId> receiver) throws IOException {
      honest.ids(receiver);
    }

    @Override
    public long length() throws IOException {
      return honest.length();
    }
  }

  @ParameterizedTest
  @MethodSource("borgs")
  void a_keyfile_repository_needs_a_key(RealBorg borg) throws IOException {
    RealRepository repository = RealRepository.init(borg, directory, "keyfile");
    try (ServeClient client = repository.open()) {
      refused(
          Refusal.NO_KEY,
          () ->
              RepositoryReader.open(
                  client, RealRepository.passphrase(), KeyChoice.fromRepository()));
    }
  }

  @ParameterizedTest
  @MethodSource("borgs")
  void what_keeps_a_repository_from_opening_is_told_apart(RealBorg borg)
      throws IOException, InterruptedException {
    RealRepository repository = RealRepository.init(borg, directory, "none");
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertThat(opened(repository.serve(), directory.resolve("missing")))
        .isEqualTo(RepositoryFailure.DOES_NOT_EXIST);
    assertThat(opened(repository.serve(), empty)).isEqualTo(RepositoryFailure.NOT_A_REPOSITORY);
    assertThat(
            opened(
                repository.serve("--restrict-to-repository", empty.toString()), repository.path()))
        .isEqualTo(RepositoryFailure.PATH_NOT_ALLOWED);
    // A holder on another machine, of whom nobody can say whether it still lives.
    Path lock = Files.createDirectory(repository.path().resolve("lock.exclusive"));
    Files.createFile(lock.resolve("elsewhere.example@42.7-0"));
    assertThat(opened(repository.serve(), repository.path())).isEqualTo(RepositoryFailure.LOCKED);
  }

  private static RepositoryFailure opened(ServeProcess serve, Path path)
      throws InterruptedException {
    RepositoryException failed =
        catchThrowableOfType(
            RepositoryException.class,
            () -> ServeClient.open(serve, new Opening(path.toString(), true, Duration.ZERO)));
    assertThat(failed).as("it opened").isNotNull();
    assertThat(failed).hasMessageNotContaining(path.toString());
    serve.exitCode();
    return failed.failure();
  }

  @ParameterizedTest
  @MethodSource("borgs")
  void closing_gives_the_lock_back_and_ends_borg_in_order(RealBorg borg)
      throws IOException, InterruptedException {
    RealRepository repository = RealRepository.init(borg, directory, "none");
    ServeProcess serve = repository.serve();
    Path roster = repository.path().resolve("lock.roster");
    try (ServeClient client = ServeClient.open(serve, repository.opening())) {
      assertThat(client.get(ObjectId.MANIFEST)).isNotEmpty();
      assertThat(roster).exists();
    }
    assertThat(serve.exitCode()).isZero();
    assertThat(roster).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("borgs")
  void a_program_that_is_not_there_is_an_end(RealBorg borg) throws IOException {
    RealRepository repository = RealRepository.init(borg, directory, "none");
    RepositoryException failed =
        catchThrowableOfType(
            RepositoryException.class,
            () -> ServeClient.open(repository.serve("--no-such-option"), repository.opening()));
    assertThat(failed.failure()).isEqualTo(RepositoryFailure.ENDED);
  }
}
