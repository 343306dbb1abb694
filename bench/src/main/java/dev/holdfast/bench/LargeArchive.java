package dev.holdfast.bench;

import dev.holdfast.borg.ObjectId;
import dev.holdfast.borg.archive.ArchiveDraft;
import dev.holdfast.borg.archive.ArchiveName;
import dev.holdfast.borg.archive.ArchiveSize;
import dev.holdfast.borg.archive.ManifestEntry;
import dev.holdfast.borg.archive.MetadataWriter;
import dev.holdfast.borg.archive.Origin;
import dev.holdfast.borg.compression.Compression;
import dev.holdfast.borg.key.Key;
import dev.holdfast.wire.MessagePackWriter;
import dev.holdfast.wire.Raw;
import dev.holdfast.wire.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/// An archive as large as a backup may make one. Its stream is computed whenever it is read and its
/// metadata lies in a file, so that what is measured is the memory of whoever reads it.
final class LargeArchive {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private final Key key;
  private final String name;
  private final int streamChunks;
  private final int chunksPerFile;
  private final Path metadata;
  private final ObjectId id;

  /// @param streamChunks of how many chunks its stream is, each of which is one file
  LargeArchive(Key key, String name, int streamChunks, int chunksPerFile, Path directory)
      throws IOException {
    this.key = key;
    this.name = name;
    this.streamChunks = streamChunks;
    this.chunksPerFile = chunksPerFile;
    this.metadata = directory.resolve(name);
    this.id = write();
  }

  private ObjectId write() throws IOException {
    List<ObjectId> ids = new ArrayList<>(streamChunks);
    for (int i = 0; i < streamChunks; i++) {
      ids.add(key.idOf(item(i)));
    }
    byte[] plain =
        new MetadataWriter(key, new Random(5))
            .archive(
                new ArchiveDraft(
                    new ArchiveName(name),
                    TIME,
                    TIME,
                    new Origin("", "web", "root", List.of("borg", "create")),
                    new ArchiveSize(
                        OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()),
                    ids));
    Files.write(metadata, key.seal(plain, Compression.NONE, 0));
    return key.idOf(plain);
  }

  private byte[] item(int number) {
    List<Value> chunks = new ArrayList<>();
    for (int i = 0; i < chunksPerFile; i++) {
      long chunk = (long) number * chunksPerFile + i;
      byte[] id = new ObjectId(mixed(chunk), 7, mixed(~chunk), 7).bytes();
      chunks.add(Value.Seq.of(Raw.of(id), new Value.Int(1), new Value.Int(1)));
    }
    return MessagePackWriter.toBytes(
        Value.Map.builder()
            .put("path", name + "/" + number)
            .put("mode", 0100644)
            .put("uid", 0)
            .put("gid", 0)
            .put("user", "root")
            .put("group", "root")
            .put("mtime", 1_700_000_000_000_000_000L)
            .put("chunks", new Value.Seq(chunks))
            .put("size", chunksPerFile)
            .build());
  }

  /// Hashes look like this.
  private static long mixed(long number) {
    long z = number * 0x9e3779b97f4a7c15L + 0x632be59bd9b4e019L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  ManifestEntry entry() {
    return new ManifestEntry(new ArchiveName(name), id, TIME);
  }

  /// Its metadata, its stream, and the chunks of its files.
  int objects() {
    return 1 + streamChunks + streamChunks * chunksPerFile;
  }

  byte[] metadataObject() throws IOException {
    return Files.readAllBytes(metadata);
  }

  byte[] streamObject(int number) {
    return key.seal(item(number), Compression.NONE, 0);
  }
}
