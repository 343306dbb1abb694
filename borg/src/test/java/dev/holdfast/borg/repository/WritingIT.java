package dev.holdfast.borg.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveDraft;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ArchiveSize;
import dev.holdfast.borg.archive.Manifest;
import dev.holdfast.borg.archive.ManifestDraft;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.archive.Origin;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.Key;
import dev.holdfast.borg.key.KeyText;
import dev.holdfast.borg.key.KeyType;
import dev.holdfast.testkit.RealBorg;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What we write is read, believed and found whole by real Borgs in each mode.
final class WritingIT {
  private static final byte[] CONTENT =
      "the words of a file, the words of a file\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  static Stream<Arguments> modes() {
    return FormatsIT.modes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void borg_reads_what_we_write(RealBorg borg, KeyType type) throws Exception {
    RealRepository repository = RealRepository.init(borg, directory, type.borgName());
    String path = repository.path().toString();
    repository.create("borgs");
    try (Key key = unlock(repository, type)) {
      try (WritingSession session =
          new WritingSession(repository.serve(), repository.opening(), key)) {
        Manifest manifest = session.manifest();
        List<ManifestEntry> archives = new ArrayList<>(manifest.archives());
        archives.add(write(session, "ours-none", Compression.NONE));
        archives.add(write(session, "ours-lz4", Compression.LZ4));
        session.commit(ManifestDraft.after(manifest, manifest.timestamp(), archives));
      }
    }
    assertThat(repository.run("list", "--short", path).lines())
        .containsExactlyInAnyOrder("borgs", "ours-none", "ours-lz4");
    for (String ours : List.of("ours-none", "ours-lz4")) {
      assertThat(repository.run("extract", "--stdout", path + "::" + ours, "of/ours"))
          .isEqualTo(new String(CONTENT, StandardCharsets.UTF_8));
      assertThat(repository.run("info", path + "::" + ours)).contains("made by hand");
    }
    repository.create("borgs again");
    repository.run("delete", path + "::ours-lz4");
    repository.run("check", "--verify-data", path);
  }

  static Stream<RealBorg> borgs() {
    return RealBorg.all().stream();
  }

  @ParameterizedTest
  @MethodSource("borgs")
  void what_was_never_committed_leaves_the_disk_and_nothing_else_changes(RealBorg borg)
      throws Exception {
    RealRepository repository = RealRepository.init(borg, directory, "repokey");
    repository.create("borgs");
    Map<String, Long> before = files(repository);
    try (Key key = unlock(repository, KeyType.REPOKEY);
        WritingSession session =
            new WritingSession(repository.serve("--append-only"), repository.opening(), key)) {
      session.put(new byte[1 << 20], Compression.NONE);
    }
    assertThat(files(repository)).hasSizeGreaterThan(before.size());

    try (ServeClient client =
        ServeClient.openToWrite(repository.serve("--append-only"), repository.opening())) {
      client.dropUncommitted(new ObjectId(5, 6, 7, 8));
    }
    assertThat(files(repository)).isEqualTo(before);
    repository.run("check", "--verify-data", repository.path().toString());
  }

  /// The segments and their lengths.
  private static Map<String, Long> files(RealRepository repository) throws IOException {
    try (Stream<Path> files = Files.walk(repository.path().resolve("data"))) {
      return files
          .filter(Files::isRegularFile)
          .collect(Collectors.toMap(Path::toString, file -> file.toFile().length()));
    }
  }

  private static ManifestEntry write(WritingSession session, String name, Compression compression)
      throws Exception {
    byte[] content = CONTENT.clone();
    ObjectId chunk = session.put(content, compression);
    ObjectId stream = session.put(item(chunk, content.length), compression);
    Instant start = Instant.parse("2026-01-02T03:04:05.000006Z");
    ArchiveDraft draft =
        new ArchiveDraft(
            new ArchiveName(name),
            start,
            start.plusSeconds(7),
            new Origin("made by hand", "t1", "root", List.of("borg", "create")),
            new ArchiveSize(
                OptionalLong.of(content.length), OptionalLong.of(100), OptionalLong.of(1)),
            List.of(stream));
    ObjectId id = session.put(session.writer().archive(draft), compression);
    return new ManifestEntry(draft.name(), id, start);
  }

  private static byte[] item(ObjectId chunk, int size) {
    return MessagePackWriter.toBytes(
        Value.Map.builder()
            .put("path", "of/ours")
            .put("mode", 0100644)
            .put("uid", 0)
            .put("gid", 0)
            .put("user", "root")
            .put("group", "root")
            .put("mtime", 1_700_000_000_000_000_000L)
            .put("size", size)
            .put(
                "chunks",
                Value.Seq.of(
                    Value.Seq.of(Raw.of(chunk.bytes()), new Value.Int(size), new Value.Int(size))))
            .build());
  }

  private static Key unlock(RealRepository repository, KeyType type) throws Exception {
    if (type == KeyType.NONE) {
      return Key.none();
    }
    KeyText text = KeyText.parse(repository.exportedKey());
    return text.blob().unlock(type, text.repository(), RealRepository.passphrase());
  }
}
