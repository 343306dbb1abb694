package dev.holdfast.borg.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.KeyPlace;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What real Borgs write, in each mode and each compression, is read as they meant it.
final class FormatsIT {
  private static final List<String> COMPRESSIONS =
      List.of(
          "none",
          "lz4",
          "zlib,6",
          "zstd,3",
          "lzma,6",
          "auto,zstd,3",
          "obfuscate,3,zstd,3",
          "obfuscate,110,none");

  private static final String LISTING =
      "{archive}|{id}|{start}|{comment}|{hostname}|{username}{NL}";

  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("EEE, uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @TempDir Path directory;

  static Stream<Arguments> modes() {
    return RealBorg.all().stream()
        .flatMap(borg ->
            Stream.of(KeyType.values())
                .map(type -> Arguments.argumentSet(borg.version() + " " + type, borg, type)));
  }

  static Stream<Arguments> borgs() {
    return RealBorg.all().stream().map(borg -> Arguments.argumentSet(borg.version(), borg));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void every_mode_is_read(RealBorg borg, KeyType type) throws IOException, RefusedException {
    RealRepository repository = RealRepository.init(borg, directory, type.borgName());
    repository.create("first", "-C", "lz4");
    try (ServeClient client = repository.open();
        RepositoryReader reader =
            RepositoryReader.open(
                client, RealRepository.passphrase(), choice(repository, type).pinned(type))) {
      assertThat(client.serverVersion()).hasToString(borg.version());
      assertThat(Files.readString(repository.path().resolve("config")))
          .contains("id = " + reader.repositoryId());
      assertThat(reader.keyType()).isEqualTo(type);
      assertThat(client.length()).isGreaterThanOrEqualTo(4);
      assertArchiveIsRead(repository, reader);
    }
  }

  @ParameterizedTest
  @MethodSource("borgs")
  void every_compression_is_read(RealBorg borg) throws IOException, RefusedException {
    RealRepository repository = RealRepository.init(borg, directory, "repokey");
    for (String compression : COMPRESSIONS) {
      // The client compresses its manifest as it does the rest.
      repository.create("with-" + compression, "-C", compression);
      try (ServeClient client = repository.open();
          RepositoryReader reader =
              RepositoryReader.open(
                  client, RealRepository.passphrase(), KeyChoice.fromRepository())) {
        ManifestEntry last = reader.manifest().archives().getLast();
        assertThat(last.name()).hasToString("with-" + compression);
        assertItemsAreThere(reader, reader.archive(last));
      }
    }
  }

  private static KeyChoice choice(RealRepository repository, KeyType type)
      throws IOException, RefusedException {
    return type.place() == KeyPlace.KEY_FILE
        ? KeyChoice.of(KeyText.parse(repository.exportedKey()))
        : KeyChoice.fromRepository();
  }

  @ParameterizedTest
  @MethodSource("borgs")
  void what_is_read_is_what_borg_shows(RealBorg borg) throws IOException, RefusedException {
    RealRepository repository = RealRepository.init(borg, directory, "repokey");
    repository.create("first");
    repository.create("second");
    try (ServeClient client = repository.open();
        RepositoryReader reader =
            RepositoryReader.open(
                client, RealRepository.passphrase(), KeyChoice.fromRepository())) {
      StringBuilder shown = new StringBuilder();
      for (ManifestEntry entry : reader.manifest().archives()) {
        shown.append(listed(entry, reader.archive(entry))).append('\n');
      }
      assertThat(shown)
          .hasToString(repository.run("list", "--format", LISTING, repository.path().toString()));
      assertThat(reader.lockedKey().orElseThrow().text()).isEqualTo(repository.exportedKey());
    }
  }

  private static void assertArchiveIsRead(RealRepository repository, RepositoryReader reader)
      throws IOException, RefusedException {
    ManifestEntry entry = reader.manifest().archives().getFirst();
    ArchiveMetadata archive = reader.archive(entry);
    assertThat(archive.name()).isEqualTo(entry.name());
    assertThat(archive.start()).isEqualTo(entry.time());
    assertThat(archive.origin().commandLine()).contains("create", repository.path() + "::first");
    assertThat(archive.size().files()).isEqualTo(OptionalLong.of(3));
    assertThat(archive.end()).isAfterOrEqualTo(archive.start());
    assertThat(archive.proven()).isTrue();
    assertThat(reader.manifest().timestamp()).isAfter(archive.start());
    assertThat(reader.manifest().itemKeys()).contains("path", "chunks", "mode");
    assertThat(reader.manifest().find(archive.name())).contains(entry);
    assertItemsAreThere(reader, archive);
  }

  private static String listed(ManifestEntry entry, ArchiveMetadata archive) {
    return String.join(
        "|",
        entry.name().value(),
        entry.id().hex(),
        SHOWN.format(archive.start()),
        archive.origin().comment(),
        archive.origin().hostname(),
        archive.origin().username());
  }

  private static void assertItemsAreThere(RepositoryReader reader, ArchiveMetadata archive)
      throws IOException, RefusedException {
    List<ObjectId> seen = new ArrayList<>();
    StringBuilder stream = new StringBuilder();
    reader.contents(
        archive.items(),
        (id, plain) -> {
          seen.add(id);
          stream.append(new String(plain, StandardCharsets.ISO_8859_1));
        });
    assertThat(seen).isEqualTo(archive.items()).isNotEmpty();
    assertThat(stream).contains("source/a.txt", "source/b.txt", "source/empty");
  }
}
