package dev.holdfast.borg.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.RefusedException;
import dev.holdfast.borg.archive.ArchiveMetadata;
import dev.holdfast.borg.archive.ItemLimits;
import dev.holdfast.borg.archive.ItemStream;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.key.KeyPlace;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.testkit.RealBorg;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  void every_mode_is_read_in_every_compression(RealBorg borg, KeyType type)
      throws IOException, RefusedException {
    RealRepository repository = RealRepository.init(borg, directory, type.borgName());
    SpecialFiles.make(directory.resolve("source"));
    for (String compression : COMPRESSIONS) {
      // The client compresses its manifest as it does the rest.
      repository.create("with-" + compression, "-C", compression);
    }
    try (ServeClient client = repository.open();
        RepositoryReader reader =
            RepositoryReader.open(
                client, RealRepository.passphrase(), choice(repository, type).pinned(type))) {
      assertThat(client.serverVersion()).hasToString(borg.version());
      assertThat(Files.readString(repository.path().resolve("config")))
          .contains("id = " + reader.repositoryId());
      assertThat(reader.keyType()).isEqualTo(type);
      assertThat(client.length()).isGreaterThanOrEqualTo(4);
      assertThat(reader.manifest().archives())
          .extracting(entry -> entry.name().value())
          .containsExactlyElementsOf(COMPRESSIONS.stream().map(name -> "with-" + name).toList());
      assertArchivesAreRead(repository, reader);
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

  private static void assertArchivesAreRead(RealRepository repository, RepositoryReader reader)
      throws IOException, RefusedException {
    String shown =
        repository.run("list", "--format", ItemLines.FORMAT, repository.path() + "::with-none");
    for (ManifestEntry entry : reader.manifest().archives()) {
      ArchiveMetadata archive = reader.archive(entry);
      assertThat(archive.name()).isEqualTo(entry.name());
      assertThat(archive.start()).isEqualTo(entry.time());
      assertThat(archive.origin().commandLine())
          .contains("create", repository.path() + "::" + entry.name());
      assertThat(archive.end()).isAfterOrEqualTo(archive.start());
      assertThat(archive.proven()).isTrue();
      assertThat(reader.manifest().timestamp()).isAfter(archive.start());
      assertThat(reader.manifest().find(archive.name())).contains(entry);
      assertItemsAreRead(reader, archive, shown);
    }
    assertThat(reader.manifest().itemKeys()).contains("path", "chunks", "mode");
  }

  private static void assertItemsAreRead(
      RepositoryReader reader, ArchiveMetadata archive, String shown)
      throws IOException, RefusedException {
    ItemLines lines = new ItemLines();
    ItemStream stream = new ItemStream(ItemLimits.generous(), lines);
    reader.contents(archive.items(), (id, plain) -> stream.feed(ByteBuffer.wrap(plain)));
    stream.end();
    assertThat(lines.text()).isEqualTo(shown);
    assertThat(OptionalLong.of(lines.files())).isEqualTo(archive.size().files());
    assertThat(OptionalLong.of(stream.plainBytes())).isEqualTo(archive.size().plainBytes());
    Map<ObjectId, Integer> sizes = new HashMap<>();
    reader.contents(lines.chunks(), (id, plain) -> sizes.put(id, plain.length));
    assertThat(sizes).isEqualTo(lines.sizes());
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
}
