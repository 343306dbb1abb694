package dev.holdfast.store;

import dev.holdfast.fleet.run.Action;
import dev.holdfast.fleet.run.ArchiveSummary;
import dev.holdfast.fleet.run.Outcome;
import dev.holdfast.fleet.run.RunJournal;
import dev.holdfast.fleet.run.RunRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/// A journal in a directory of the controller: `runs.jsonl`, one JSON object a line, only ever
/// appended to; and for each target its newest archive in `archives/NAME.json`, replaced whole.
///
/// Several processes may share it: a line is appended in one write.
public final class FileRunJournal implements RunJournal {
  private final Path directory;
  private final JsonMapper json =
      JsonMapper.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
          .build();

  /// @param directory exists or can be made; is made with mode 0700 at the first record
  public FileRunJournal(Path directory) {
    this.directory = directory;
  }

  @Override
  public void append(RunRecord record) {
    try {
      var archives = directory.resolve("archives");
      if (!Files.isDirectory(archives)) {
        var onlyOwner = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(archives, PosixFilePermissions.asFileAttribute(onlyOwner));
      }
      appendLine(json.writeValueAsString(RunRecordJson.of(record)) + "\n");
      if (record.action() == Action.BACKUP
          && record.outcome() instanceof Outcome.Done done
          && done.archive().isPresent()) {
        replace(archiveFile(record.target()), json.writeValueAsBytes(done.archive().get()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal in " + directory + " cannot be written", e);
    }
  }

  private void appendLine(String line) throws IOException {
    try (var channel =
        FileChannel.open(
            directory.resolve("runs.jsonl"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private void replace(Path file, byte[] content) throws IOException {
    var fresh = Files.createTempFile(directory.resolve("archives"), "new", ".json");
    try {
      Files.write(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private Path archiveFile(String target) {
    return directory.resolve("archives").resolve(target + ".json");
  }

  /// Empty also where the file cannot be read: it only feeds an estimate.
  @Override
  public Optional<ArchiveSummary> lastArchive(String target) {
    try {
      return Optional.of(
          json.readValue(Files.readAllBytes(archiveFile(target)), ArchiveSummary.class));
    } catch (IOException | JacksonException _) {
      return Optional.empty();
    }
  }
}
